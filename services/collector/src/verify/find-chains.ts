import { parseTrailKey, type TrailKey } from '@trailhound/cloudtrail';
import type { ObjectStore } from '@trailhound/ports';

/** Where CloudTrail files one account's objects of one region: `…/AWSLogs/[o-…/]ACCOUNT/`. */
export interface TrailPlace {
  readonly bucket: string;
  readonly folder: string;
  readonly account: string;
  readonly region: string;
}

export interface PlacesWanted {
  readonly bucket: string;
  /** Of the trail, without `AWSLogs/`; empty for none. */
  readonly prefix: string;
  readonly accounts?: ReadonlySet<string>;
  readonly regions?: ReadonlySet<string>;
}

/**
 * Accounts and regions that have logs or digests in a bucket, of trails of one account and of organisations.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
export async function* findPlaces(
  store: Pick<ObjectStore, 'folders'>,
  { bucket, prefix, accounts, regions }: PlacesWanted,
): AsyncGenerator<TrailPlace> {
  const root = `${prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`}AWSLogs/`;
  for await (const folder of accountFolders(store, bucket, root)) {
    const account = folder.slice(-13, -1);
    if (accounts && !accounts.has(account)) continue;
    const found = new Set<string>();
    for (const kind of ['CloudTrail/', 'CloudTrail-Digest/'])
      for await (const region of store.folders(bucket, `${folder}${kind}`)) found.add(region.slice(0, -1));
    for (const region of [...found].sort())
      if (!regions || regions.has(region)) yield { bucket, folder, account, region };
  }
}

async function* accountFolders(
  store: Pick<ObjectStore, 'folders'>,
  bucket: string,
  root: string,
): AsyncGenerator<string> {
  for await (const name of store.folders(bucket, root)) {
    if (/^\d{12}\/$/.test(name)) yield `${root}${name}`;
    if (!/^o-[a-z0-9]{4,32}\/$/.test(name)) continue;
    for await (const account of store.folders(bucket, `${root}${name}`))
      if (/^\d{12}\/$/.test(account)) yield `${root}${name}${account}`;
  }
}

/** An object of a place, told by its key. */
export interface FoundObject {
  readonly key: string;
  readonly name: TrailKey;
}

const dayMs = 86_400_000;

/** Logs or digests of a place whose names lie in a period, both ends included, in key order. */
export async function* objectsBetween(
  store: Pick<ObjectStore, 'list'>,
  { bucket, folder, region }: TrailPlace,
  kind: 'log' | 'digest',
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): AsyncGenerator<FoundObject> {
  const prefix = `${folder}${kind === 'log' ? 'CloudTrail' : 'CloudTrail-Digest'}/${region}/`;
  const lastDay = dayFolder(toMs);
  for await (const { key } of store.list(bucket, prefix, `${prefix}${dayFolder(fromMs)}`)) {
    if (key.slice(prefix.length, prefix.length + lastDay.length) > lastDay) return;
    const name = parseTrailKey(key);
    if (name?.kind === kind && name.timeMs >= fromMs && name.timeMs <= toMs) yield { key, name };
  }
}

function dayFolder(epochMs: number): string {
  // A moment before all time or after it is a day that no key has.
  const day = new Date(Math.min(Math.max(epochMs, 0), 4_102_444_800_000 - dayMs));
  return `${day.toISOString().slice(0, 10).replaceAll('-', '/')}/`;
}
