import { gzipSync } from 'node:zlib';
import { DigestSigner, type LogFile, type Random, type SignedObject, seededRandom } from '@trailhound/testkit';
import { hourMs, type OrganisationRecord, type OrganisationSize } from './records.js';

/** Both deliver into one bucket, under one folder: CloudTrail allows it, and every management event comes twice. */
export const trails = ['organisation', 'security'] as const;
export type TrailName = (typeof trails)[number];

/**
 * What becomes of an object. `overwritten`: something else was put under its key before it, with records of its own.
 * `restored`: deleted before anybody read it, and brought back at the end. `deleted`: deleted as early, and for good.
 */
export type ObjectFate = 'stays' | 'overwritten' | 'restored' | 'deleted';

export interface LogObject {
  readonly key: string;
  readonly trail: TrailName;
  readonly fate: ObjectFate;
  /** What is put, one version after the other; digests name the last. */
  readonly versions: readonly Uint8Array[];
}

export interface DeliveredHour {
  readonly logs: readonly LogObject[];
  readonly digests: readonly SignedObject[];
}

export interface TrailBucket {
  readonly bucket: string;
  readonly hours: readonly DeliveredHour[];
  /** Key of the one object that is gone for good. */
  readonly deletedKey: string;
  readonly objects: number;
  /** As `aws cloudtrail list-public-keys` prints them. */
  readonly publicKeys: string;
}

const root = 'AWSLogs/o-soak12345678/';
const fateShares = { overwritten: 0.02, restored: 0.01 } as const;
/** A file is named by the minute it was made. */
const madeAfterMs = 55 * 60_000;
const keyAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * The hourly objects of both trails, with signed digests. Only objects of the first trail, whose data events nothing else
 * brings, are overwritten or deleted.
 */
export function trailBucket(
  bucket: string,
  records: readonly OrganisationRecord[],
  { startMs, hours, seed }: OrganisationSize,
): TrailBucket {
  const random = seededRandom(`objects ${seed}`);
  const files = trails.flatMap((trail) => {
    const logged = records.filter(({ kind }) => trail === 'organisation' || kind !== 'data');
    const groups = Map.groupBy(logged, (one) => `${one.account} ${one.region} ${one.deliveredHour}`);
    return [...groups.values()].map((group) => fileOf(trail, group, startMs, random));
  });
  const fates = fatesOf(files, random);
  const signer = new DigestSigner();
  const digests: SignedObject[][] = Array.from({ length: hours }, () => []);
  for (const chain of Map.groupBy(files, ({ trail, account, region }) => `${trail} ${account} ${region}`).values()) {
    const [first] = chain;
    if (first === undefined) continue;
    const { account, region, trail } = first;
    const byHour: LogFile[][] = Array.from({ length: hours }, () => []);
    for (const { key, hour, texts } of chain) byHour[hour]?.push({ key, content: lastText(texts(fates.get(key))) });
    const signed = signer.chain({ bucket, account, region, trail, root }, startMs + hourMs, byHour);
    for (const [hour, digest] of signed.entries()) digests[hour]?.push(digest);
  }
  const logs = Map.groupBy(files, ({ hour }) => hour);
  const deletedKey = [...fates].find(([, fate]) => fate === 'deleted')?.[0];
  if (deletedKey === undefined) throw new Error('no object has a data event, so none can be deleted');
  return {
    ...{ bucket, deletedKey, objects: files.length, publicKeys: signer.publicKeys() },
    hours: digests.map((ofHour, hour) => ({
      digests: ofHour,
      logs: (logs.get(hour) ?? []).map(({ key, trail, texts }) => {
        const fate = fates.get(key) ?? 'stays';
        return { key, trail, fate, versions: texts(fate).map((text) => gzipSync(text)) };
      }),
    })),
  };
}

interface File {
  readonly key: string;
  readonly trail: TrailName;
  readonly account: string;
  readonly region: string;
  readonly hour: number;
  readonly hasData: boolean;
  readonly count: number;
  /** Of each version. */
  readonly texts: (fate: ObjectFate | undefined) => readonly string[];
}

function fileOf(trail: TrailName, group: readonly OrganisationRecord[], startMs: number, random: Random): File {
  const [first] = group;
  if (first === undefined) throw new Error('a group of records is never empty');
  const { account, region, deliveredHour: hour } = first;
  const made = new Date(startMs + hour * hourMs + madeAfterMs).toISOString();
  const day = made.slice(0, 10);
  const name = `${account}_CloudTrail_${region}_${day.replaceAll('-', '')}T${made.slice(11, 16).replace(':', '')}Z_${random.text(keyAlphabet, 16)}.json.gz`;
  const records = random.shuffled(group.map(({ record }) => record));
  // Versions have records in common, and each has some of its own.
  const third = Math.floor(records.length / 3);
  return {
    ...{ trail, account, region, hour, count: records.length },
    key: `${root}${account}/CloudTrail/${region}/${day.replaceAll('-', '/')}/${name}`,
    hasData: group.some(({ kind }) => kind === 'data'),
    texts: (fate) => {
      const versions = fate === 'overwritten' ? [records.slice(0, -third), records.slice(third)] : [records];
      return versions.map((part) => JSON.stringify({ Records: part }));
    },
  };
}

function fatesOf(files: readonly File[], random: Random): ReadonlyMap<string, ObjectFate> {
  const candidates = random.shuffled(
    files.filter(({ trail, hasData, count }) => trail === trails[0] && hasData && count >= 3),
  );
  const some = (share: number) => Math.max(1, Math.round(share * candidates.length));
  const fates: ObjectFate[] = [
    'deleted',
    ...Array.from({ length: some(fateShares.overwritten) }, () => 'overwritten' as const),
    ...Array.from({ length: some(fateShares.restored) }, () => 'restored' as const),
  ];
  return new Map(candidates.slice(0, fates.length).map(({ key }, at) => [key, fates[at] ?? 'stays']));
}

function lastText(texts: readonly string[]): string {
  return texts.at(-1) ?? '';
}
