import type { DigestKeys, ObjectStore } from '@trailhound/ports';
import { type FoundObject, findPlaces, objectsBetween, type PlacesWanted, type TrailPlace } from './find-chains.js';
import { DigestReader } from './read-digest.js';
import { verifyChain } from './verify-chain.js';
import { type ChainReport, type Finding, type VerifyReport, weightOf } from './verify-report.js';

export interface VerifyOptions extends PlacesWanted {
  readonly store: Pick<ObjectStore, 'list' | 'read' | 'folders' | 'metadata'>;
  readonly keys: DigestKeys;
  /** Epoch milliseconds, the end not after now. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Objects read at once. Default 8. */
  readonly concurrency?: number;
  /** `presence`: files are asked for, not read: one that is gone is found, one that was changed is not. Default `content`. */
  readonly depth?: 'content' | 'presence';
  /** Called as the work goes on. */
  readonly onPlace?: (place: TrailPlace) => void;
  readonly onFile?: (key: string) => void;
}

const hourMs = 3_600_000;
/** A file lies some minutes before a digest names it, and that is only known an hour later. */
const namedWithinMs = 2 * hourMs;

/**
 * Verifies what CloudTrail delivered into a bucket in a period: each digest by itself, the chains they make, every file
 * they name, and files that none names. Reads everything it verifies, a few objects at a time. Rejects where keys or
 * listings cannot be had; an object that cannot be read is a finding.
 */
export async function verifyBucket(options: VerifyOptions): Promise<VerifyReport> {
  const { store, bucket, fromMs, toMs, keys, concurrency = 8, depth = 'content', onFile } = options;
  const reader = new DigestReader(store, keys, { fromMs, toMs: toMs + hourMs });
  const supplies = { store, reader, concurrency, period: { fromMs, toMs }, depth, ...(onFile && { onFile }) };
  const chains: ChainReport[] = [];
  const findings: Finding[] = [];
  for await (const place of findPlaces(store, options)) {
    options.onPlace?.(place);
    const trails = await digestsByTrail(store, place, { fromMs: fromMs + 1, toMs: toMs + hourMs });
    const named = new Set<string>();
    for (const [trail, found] of trails) {
      const verified = await verifyChain(place, trail, found, supplies);
      chains.push(verified.report);
      findings.push(...verified.findings);
      for (const key of verified.named) named.add(key);
    }
    findings.push(...(await unvouched(options, place, trails.size > 0 ? chains : [], named)));
  }
  return { bucket, fromMs, toMs, chains, findings };
}

async function digestsByTrail(
  store: VerifyOptions['store'],
  place: TrailPlace,
  period: { readonly fromMs: number; readonly toMs: number },
): Promise<ReadonlyMap<string, readonly FoundObject[]>> {
  const trails = new Map<string, FoundObject[]>();
  for await (const found of objectsBetween(store, place, 'digest', period)) {
    const trail = found.name.trail ?? '';
    trails.set(trail, [...(trails.get(trail) ?? []), found]);
  }
  return trails;
}

/** Log files that no digest names: without any digest all of them, else those that the digests there are should name. */
async function unvouched(
  { store, fromMs, toMs }: VerifyOptions,
  place: TrailPlace,
  chains: readonly ChainReport[],
  named: ReadonlySet<string>,
): Promise<readonly Finding[]> {
  const { bucket, account, region, folder } = place;
  const ofPlace = chains.filter((chain) => chain.account === account && chain.region === region);
  const note = (kind: 'no_digests' | 'file_unlisted', object: string, message: string): Finding => ({
    ...{ kind, weight: weightOf(kind), account, region, object, message },
  });
  const lastMs = Math.max(...ofPlace.map((chain) => chain.toMs ?? 0)) - namedWithinMs;
  const period = ofPlace.length === 0 ? { fromMs, toMs } : { fromMs, toMs: Math.min(toMs, lastMs) };
  const found: Finding[] = [];
  for await (const { key } of objectsBetween(store, place, 'log', period)) {
    if (ofPlace.length === 0) {
      const logs = `s3://${bucket}/${folder}CloudTrail/${region}/`;
      return [note('no_digests', logs, 'there are log files and no digests: turn log file validation on')];
    }
    if (named.has(key)) continue;
    found.push(
      note('file_unlisted', `s3://${bucket}/${key}`, 'no digest names it: another trail, or not AWS, put it there'),
    );
  }
  return found;
}
