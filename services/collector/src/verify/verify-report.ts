import type { ChainBreak } from '@trailhound/cloudtrail';

/** What a verification found wrong. */
export type FindingKind =
  | ChainBreak['kind']
  | 'digest_invalid'
  | 'digest_unreadable'
  | 'file_missing'
  | 'file_altered'
  | 'file_unreadable'
  | 'no_digests'
  | 'file_unlisted';

/**
 * `break`: something is not, or not any more, what CloudTrail delivered, or nothing vouches for it. `unknown`: it could not
 * be read, so nothing is known. `notice`: for people to look at.
 */
export type FindingWeight = 'break' | 'unknown' | 'notice';

export interface Finding {
  readonly kind: FindingKind;
  readonly weight: FindingWeight;
  readonly account: string;
  readonly region: string;
  /** Trail name and its home region; absent where no digest names one. */
  readonly trail?: string;
  /** `s3://bucket/key`, or the folder. */
  readonly object: string;
  readonly message: string;
  /** From when to when nothing vouches for what was delivered, epoch milliseconds. */
  readonly fromMs?: number;
  readonly toMs?: number;
}

/** One account, region and trail. */
export interface ChainReport {
  readonly account: string;
  readonly region: string;
  readonly trail: string;
  readonly digests: number;
  readonly validDigests: number;
  readonly files: number;
  readonly validFiles: number;
  /** Of the files, uncompressed. */
  readonly bytes: number;
  /** What valid digests cover, epoch milliseconds; absent where there are none. */
  readonly fromMs?: number;
  readonly toMs?: number;
}

export interface VerifyReport {
  readonly bucket: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly chains: readonly ChainReport[];
  readonly findings: readonly Finding[];
}

export function weightOf(kind: FindingKind): FindingWeight {
  switch (kind) {
    case 'digest_unreadable':
    case 'file_unreadable':
      return 'unknown';
    case 'file_unlisted':
      return 'notice';
    case 'digest_missing':
    case 'digest_replaced':
    case 'digest_invalid':
    case 'restarted':
    case 'gap':
    case 'file_missing':
    case 'file_altered':
    case 'no_digests':
      return 'break';
    default:
      return kind satisfies never;
  }
}
