import {
  type ChainBreak,
  type ChainLink,
  type ChainPeriod,
  checkChain,
  type DigestedFile,
} from '@trailhound/cloudtrail';
import { type ObjectStore, ObjectStoreError } from '@trailhound/ports';
import { eachOf } from '../sources/each-of.js';
import type { FoundObject, TrailPlace } from './find-chains.js';
import { hashGzip } from './hash-gzip.js';
import type { DigestReader } from './read-digest.js';
import { type ChainReport, type Finding, type FindingKind, weightOf } from './verify-report.js';

export interface ChainSupplies {
  readonly store: Pick<ObjectStore, 'read' | 'metadata'>;
  readonly depth: 'content' | 'presence';
  readonly reader: DigestReader;
  readonly concurrency: number;
  readonly period: ChainPeriod;
  /** Called after each file. */
  readonly onFile?: (key: string) => void;
}

export interface VerifiedChain {
  readonly report: ChainReport;
  readonly findings: readonly Finding[];
  /** Keys of log files that valid digests name. */
  readonly named: ReadonlySet<string>;
}

/** Verifies the digests of one trail in one place, the chain they make, and every file they name. */
export async function verifyChain(
  place: TrailPlace,
  trail: string,
  found: readonly FoundObject[],
  supplies: ChainSupplies,
): Promise<VerifiedChain> {
  const { account, region, bucket } = place;
  const findings: Finding[] = [];
  const note = (kind: FindingKind, object: string, message: string, span: object = {}) =>
    findings.push({ kind, weight: weightOf(kind), account, region, trail, object, message, ...span });
  const links: (ChainLink & { readonly isBackfill: boolean })[] = [];
  await eachOf(each(found), supplies.concurrency, async ({ key, name }) => {
    const read = await supplies.reader.read(region, bucket, key);
    if (read.kind !== 'valid') note(`digest_${read.kind}`, `s3://${bucket}/${key}`, read.message);
    const valid = read.kind === 'valid' && { valid: read.valid };
    links.push({ bucket, key, endMs: name.timeMs, isBackfill: name.isBackfill === true, ...valid });
  });
  for (const broken of checkChain(
    links.filter(({ isBackfill }) => !isBackfill),
    supplies.period,
  )) {
    const span = 'fromMs' in broken && { fromMs: broken.fromMs, toMs: broken.toMs };
    note(broken.kind, `s3://${bucket}/${broken.key}`, messageOf(broken), span || {});
  }
  const valid = links.flatMap((link) => link.valid ?? []);
  const files = new Map(
    valid.flatMap(({ digest }) => digest.files.map((file) => [`${file.bucket}/${file.key}`, file])),
  );
  let validFiles = 0;
  let bytes = 0;
  await eachOf(each(files.values()), supplies.concurrency, async (file) => {
    const checked = await checkFile(supplies, file);
    if (checked.kind === 'valid') {
      validFiles += 1;
      bytes += checked.bytes;
    } else note(`file_${checked.kind}`, `s3://${file.bucket}/${file.key}`, checked.message);
    supplies.onFile?.(file.key);
  });
  const covered = valid.length > 0 && {
    fromMs: Math.min(...valid.map(({ digest }) => digest.startMs)),
    toMs: Math.max(...valid.map(({ digest }) => digest.endMs)),
  };
  const digests = { digests: links.length, validDigests: valid.length };
  const report = { account, region, trail, ...digests, files: files.size, validFiles, bytes, ...covered };
  return { report, findings, named: new Set([...files.values()].map(({ key }) => key)) };
}

type CheckedFile =
  | { readonly kind: 'valid'; readonly bytes: number }
  | { readonly kind: 'missing' | 'altered' | 'unreadable'; readonly message: string };

async function checkFile({ store, depth }: ChainSupplies, file: DigestedFile): Promise<CheckedFile> {
  try {
    if (depth === 'presence') {
      await store.metadata(file.bucket, file.key);
      return { kind: 'valid', bytes: 0 };
    }
    const hashed = await hashGzip(store.read(file.bucket, file.key));
    if (!hashed.ok) return { kind: 'altered', message: `it is no gzip file any more: ${hashed.message}` };
    if (hashed.sha256 === file.sha256) return { kind: 'valid', bytes: hashed.bytes };
    return { kind: 'altered', message: 'its content is not what CloudTrail delivered' };
  } catch (error) {
    if (!(error instanceof ObjectStoreError)) throw error;
    if (error.kind === 'gone') return { kind: 'missing', message: 'CloudTrail delivered it, and it is not there' };
    return { kind: 'unreadable', message: error.message };
  }
}

function messageOf(broken: ChainBreak): string {
  switch (broken.kind) {
    case 'digest_missing':
      return `it is not there, and ${broken.namedBy} names it as the one before`;
    case 'digest_replaced':
      return `it is not the one that ${broken.namedBy} names as the one before`;
    case 'restarted':
      return 'a new chain begins with it: logging or log file validation was off, or the trail was made anew';
    case 'gap':
      return 'no digest covers the time';
    default:
      return broken satisfies never;
  }
}

async function* each<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}
