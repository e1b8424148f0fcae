import { type ObjectEntry, type ObjectStore } from '@trailhound/ports';
import { findPlaces, type PlacesWanted } from '../../verify/find-chains.js';

const dayMs = 86_400_000;
/** Days listed at the same time: each is a page or two, and the wait for it is the network's. */
const listedAtOnce = 8;

/** The part of a trail's bucket that is wanted: the log files delivered in a period, both ends included. */
export interface TrailPart extends PlacesWanted {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Folders of one day of one account and region, all of a part of a trail, day by day so that time goes forward everywhere;
 * those of what CloudTrail Insights found only where there are some.
 */
export async function trailDays(store: Pick<ObjectStore, 'folders'>, part: TrailPart): Promise<readonly string[]> {
  const places = await Array.fromAsync(findPlaces(store, part));
  const withInsights = await insightFolders(store, part.bucket, new Set(places.map(({ folder }) => folder)));
  const days: string[] = [];
  for (let at = Math.floor(part.fromMs / dayMs) * dayMs; at <= part.toMs; at += dayMs) {
    const day = new Date(at).toISOString().slice(0, 10).replaceAll('-', '/');
    for (const { folder, region } of places) {
      days.push(`${folder}CloudTrail/${region}/${day}/`);
      const insights = `${folder}CloudTrail-Insight/${region}/`;
      if (withInsights.has(insights)) days.push(`${insights}${day}/`);
    }
  }
  return days;
}

async function insightFolders(
  store: Pick<ObjectStore, 'folders'>,
  bucket: string,
  accounts: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const account of accounts) {
    const folder = `${account}CloudTrail-Insight/`;
    for await (const region of store.folders(bucket, folder)) found.add(`${folder}${region}`);
  }
  return found;
}

/** The objects of each folder, folder by folder in the order given, some folders listed ahead. */
export async function* listDays(
  store: Pick<ObjectStore, 'list'>,
  bucket: string,
  days: readonly string[],
): AsyncGenerator<readonly ObjectEntry[]> {
  const ahead: Promise<ObjectEntry[]>[] = [];
  for (let next = 0; next < days.length || ahead.length > 0; ) {
    while (ahead.length < listedAtOnce && next < days.length) {
      const listed = Array.fromAsync(store.list(bucket, days[next] as string));
      listed.catch(() => undefined); // thrown below, in its turn
      ahead.push(listed);
      next += 1;
    }
    yield await (ahead.shift() as Promise<ObjectEntry[]>);
  }
}
