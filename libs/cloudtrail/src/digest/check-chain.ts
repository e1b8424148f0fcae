import type { Digest } from './parse-digest.js';

/** A digest that is what CloudTrail signed, with what the one after it vouches for. */
export interface ValidDigest {
  readonly digest: Digest;
  /** Of its uncompressed bytes, in hexadecimal. */
  readonly sha256: string;
  /** From the object's metadata, in hexadecimal. */
  readonly signature: string;
}

/** A digest object of a chain in a bucket. */
export interface ChainLink {
  readonly bucket: string;
  readonly key: string;
  /** As its key says. */
  readonly endMs: number;
  /** Absent where it is not valid: it vouches for nothing. */
  readonly valid?: ValidDigest;
}

/** What is wrong between the digests of one chain; `gap` and `restarted` say from when to when nothing is vouched for. */
export type ChainBreak =
  | { readonly kind: 'digest_missing'; readonly key: string; readonly namedBy: string }
  | { readonly kind: 'digest_replaced'; readonly key: string; readonly namedBy: string }
  | { readonly kind: 'restarted'; readonly key: string; readonly fromMs: number; readonly toMs: number }
  | { readonly kind: 'gap'; readonly key: string; readonly fromMs: number; readonly toMs: number };

export interface ChainPeriod {
  readonly fromMs: number;
  /** Not after now. */
  readonly toMs: number;
}

/** A digest covers an hour and is delivered some time after its end; what is younger than this cannot be missed yet. */
export const digestDueMs = 2 * 60 * 60 * 1000;

/**
 * Follows the digests of one account, region and trail from the last to the first. Each names the one before it, with
 * its hash and its signature; it must be there, be that one, and end where its successor begins. A digest that names
 * none began a new chain: validation was off before it. At the end of the period a digest must be there unless it is not
 * due yet; what the first one says of before the period is not looked at. Backfill digests are no links.
 */
export function checkChain(links: readonly ChainLink[], { fromMs, toMs }: ChainPeriod): readonly ChainBreak[] {
  const sorted = [...links].sort((a, b) => a.endMs - b.endMs);
  const byKey = new Map(sorted.map((link) => [link.key, link]));
  const breaks: ChainBreak[] = [];
  for (const [at, link] of sorted.entries()) {
    if (link.valid === undefined) continue;
    breaks.push(...breaksBefore(link, link.valid, sorted[at - 1], byKey, fromMs));
  }
  const last = sorted.at(-1);
  if (last !== undefined && last.endMs + digestDueMs < toMs)
    breaks.push({ kind: 'gap', key: last.key, fromMs: last.endMs, toMs });
  return breaks;
}

function* breaksBefore(
  link: ChainLink,
  { digest }: ValidDigest,
  before: ChainLink | undefined,
  byKey: ReadonlyMap<string, ChainLink>,
  fromMs: number,
): Generator<ChainBreak> {
  const { previous, startMs } = digest;
  if (previous === undefined) {
    if (before !== undefined) yield { kind: 'restarted', key: link.key, fromMs: before.endMs, toMs: startMs };
    else if (startMs > fromMs) yield { kind: 'restarted', key: link.key, fromMs, toMs: startMs };
    return;
  }
  const named = byKey.get(previous.key);
  if (named === undefined) {
    // One that ended before the period, or lies in another bucket, was not listed and is not missed.
    if (startMs > fromMs && previous.bucket === link.bucket)
      yield { kind: 'digest_missing', key: previous.key, namedBy: link.key };
    return;
  }
  if (named.valid !== undefined) {
    const isIt =
      named.valid.signature === previous.signature &&
      (previous.sha256 === undefined || previous.sha256 === named.valid.sha256);
    if (!isIt) yield { kind: 'digest_replaced', key: named.key, namedBy: link.key };
    else if (named.valid.digest.endMs < startMs)
      yield { kind: 'gap', key: link.key, fromMs: named.valid.digest.endMs, toMs: startMs };
  }
}
