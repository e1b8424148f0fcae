import type { Random } from '../random.js';
import type { CloudTrailRecord } from '../record/cloudtrail-record.js';

/** A log file as CloudTrail puts it into the bucket. */
export interface DeliveredObject {
  readonly key: string;
  readonly deliveredAt: Date;
  readonly records: readonly CloudTrailRecord[];
}

const windowMs = 5 * 60_000;
const keyAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function objectKey(account: string, region: string, at: Date, random: Random): string {
  const [day = '', time = ''] = at.toISOString().split('T');
  const label = `${day.replaceAll('-', '')}T${time.slice(0, 5).replace(':', '')}Z`;
  const file = `${account}_CloudTrail_${region}_${label}_${random.text(keyAlphabet, 16)}.json.gz`;
  return `AWSLogs/${account}/CloudTrail/${region}/${day.replaceAll('-', '/')}/${file}`;
}

/**
 * Files the records the way CloudTrail does, in order of delivery: one object per account, region and five minutes, put
 * there up to five minutes after its window; a few records come one object late; a third of the objects is not sorted
 * inside; one object in forty is delivered a second time under another name. Every record comes at least once, at most
 * twelve minutes after its time. (Delays and disorder as measured on real trails: median three minutes, at most ten.)
 */
export function deliver(records: Iterable<CloudTrailRecord>, random: Random): DeliveredObject[] {
  const windows = new Map<string, { readonly endMs: number; readonly records: CloudTrailRecord[] }>();
  const sorted = [...records].sort((a, b) => Date.parse(a.eventTime) - Date.parse(b.eventTime));
  for (const record of sorted) {
    const lateMs = random.chance(0.03) ? windowMs : 0;
    const endMs = (Math.floor(Date.parse(record.eventTime) / windowMs) + 1) * windowMs + lateMs;
    const name = `${record.recipientAccountId}/${record.awsRegion}/${endMs}`;
    const window = windows.get(name);
    if (window) window.records.push(record);
    else windows.set(name, { endMs, records: [record] });
  }
  const objects: DeliveredObject[] = [];
  for (const [name, window] of windows) {
    const [account = '', region = ''] = name.split('/');
    const put = (atMs: number): void => {
      const deliveredAt = new Date(atMs);
      const ordered = random.chance(0.33) ? random.shuffled(window.records) : window.records;
      objects.push({ key: objectKey(account, region, deliveredAt, random), deliveredAt, records: ordered });
    };
    const atMs = window.endMs + random.int(5, 110) * 1000;
    put(atMs);
    if (random.chance(0.025)) put(atMs + random.pick([0, windowMs]));
  }
  return objects.sort((a, b) => a.deliveredAt.getTime() - b.deliveredAt.getTime() || (a.key < b.key ? -1 : 1));
}
