import { type Random, seededRandom } from '@trailhound/testkit';
import {
  busEvent,
  cloudTrailNotice,
  deliveredTwiceNowAndThen,
  type PutVersion,
  s3Notice,
  testNotice,
} from '../organisation/messages.js';
import type { LogObject, TrailBucket } from '../organisation/objects.js';
import type { OrganisationRecord } from '../organisation/records.js';
import type { AwsPlace } from './aws-place.js';
import { whileItGetsOn, within } from './patience.js';

export interface FeedOptions {
  readonly place: AwsPlace;
  readonly trails: TrailBucket;
  readonly records: readonly OrganisationRecord[];
  readonly seed: number;
  /** Called as an hour begins; the feed goes on while it works. */
  readonly onHour: (hour: number) => void;
  readonly onProgress: (words: string) => void;
}

export interface Fed {
  /** Messages of both queues. */
  readonly messages: number;
  /** Delete markers that hide what is to be restored. */
  readonly hidden: readonly PutVersion[];
}

const putsAtOnce = 6;
/** So many messages may wait when the next hour begins, or a tenth of an hour's where that is more. */
const fewMessages = 100;
const hourStallMs = 300_000;
const putHourMs = 1_200_000;

/**
 * Delivers hour after hour: both trails put their objects and digests, notices and events of the bus follow in another
 * order, some of them twice. An hour begins when most of the one before has been taken, so that processes are killed with
 * work in their hands and the queues stay short. Rejects, saying why, where nobody takes anything any more.
 */
export async function feed({ place, trails, records, seed, onHour, onProgress }: FeedOptions): Promise<Fed> {
  const random = seededRandom(`feed ${seed}`);
  const events = Map.groupBy(
    records.filter(({ kind }) => kind === 'write'),
    ({ hour }) => hour,
  );
  const hidden: PutVersion[] = [];
  let messages = 0;
  await place.notify([testNotice]);
  for (const [hour, { logs, digests }] of trails.hours.entries()) {
    onHour(hour);
    const notices: Notice[] = [];
    const work = async () => {
      await eachAtOnce(digests, putsAtOnce, async ({ key, body, metadata }) => {
        notices.push({ kind: 's3', body: s3Notice(await place.put(key, body, metadata), new Date()) });
      });
      await eachAtOnce(logs, putsAtOnce, async (log) => void notices.push(...(await putLog(place, log, hidden))));
      messages += await tell(place, notices, events.get(hour) ?? [], random);
    };
    await within(`the objects of hour ${hour + 1} are put`, putHourMs, work());
    const few = Math.max(fewMessages, Math.ceil(notices.length / 10));
    await whileItGetsOn(
      `the messages of hour ${hour + 1} are taken`,
      async () => {
        const waiting = await place.waiting();
        const words = `hour ${hour + 1} of ${trails.hours.length}: ${waiting.notices} notices and ${waiting.events} events wait`;
        return { isDone: waiting.notices + waiting.events <= few, words };
      },
      { stallMs: hourStallMs, onProgress },
    );
  }
  return { messages: messages + 1, hidden };
}

interface Notice {
  readonly kind: 's3' | 'cloudtrail';
  readonly body: string;
}

/** Puts the versions of an object, deletes what is to be deleted, and only then tells of it. */
async function putLog(place: AwsPlace, log: LogObject, hidden: PutVersion[]): Promise<readonly Notice[]> {
  const notices: Notice[] = [];
  for (const version of log.versions) {
    const put = await place.put(log.key, version);
    if (log.trail === 'security') notices.push({ kind: 'cloudtrail', body: cloudTrailNotice(put) });
    else notices.push({ kind: 's3', body: s3Notice(put, new Date()) });
  }
  if (log.fate === 'restored') hidden.push(await place.remove(log.key));
  if (log.fate === 'deleted') await place.remove(log.key);
  return notices;
}

async function tell(
  place: AwsPlace,
  notices: readonly Notice[],
  events: readonly OrganisationRecord[],
  random: Random,
): Promise<number> {
  const bodies = (kind: Notice['kind']) =>
    deliveredTwiceNowAndThen(
      notices.filter((notice) => notice.kind === kind).map(({ body }) => body),
      random,
    );
  const [ofS3, ofCloudTrail] = [bodies('s3'), bodies('cloudtrail')];
  const ofBus = deliveredTwiceNowAndThen(events.map(busEvent), random);
  await Promise.all([place.notify(ofS3), place.publish(ofCloudTrail), place.sendEvents(ofBus)]);
  return ofS3.length + ofCloudTrail.length + ofBus.length;
}

async function eachAtOnce<T>(all: readonly T[], atOnce: number, work: (one: T) => Promise<void>): Promise<void> {
  const queue = all.values();
  const worker = async () => {
    for (const one of queue) await work(one);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
