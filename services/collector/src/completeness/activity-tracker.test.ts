import type { TrailActivity } from '@trailhound/contracts';
import { createActivityStore } from '@trailhound/ports';
import { insightRecord } from '@trailhound/testkit';
import { describe, expect, it } from 'vitest';
import { countingMetrics, fixedClock, MemoryCheckpoints } from '../collect/memory-log.fixture.js';
import { type RecordItem, readInput } from '../read/read-input.js';
import { createActivityTracker } from './activity-tracker.js';

const hourMs = 3_600_000;
const nowMs = fixedClock.now();

/** Records of one account and region, one for each of these hours before now. */
async function recordsOf(account: string, region: string, hoursAgo: readonly number[]): Promise<RecordItem[]> {
  const records = hoursAgo.map((hours) => ({
    ...{ eventVersion: '1.08', eventName: 'X', eventSource: 'y.amazonaws.com', userIdentity: {} },
    ...{ recipientAccountId: account, awsRegion: region, eventTime: new Date(nowMs - hours * hourMs).toISOString() },
  }));
  const batches = await Array.fromAsync(readInput('x', bytesOf(JSON.stringify({ Records: records }))));
  return batches.flat().filter((item) => item.kind === 'record');
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

const inputAt = (name: string, deliveredMs?: number) => ({
  name,
  ...(deliveredMs !== undefined && { deliveredMs }),
  read: async function* () {},
});

async function storedIn(checkpoints: MemoryCheckpoints) {
  const all: Record<string, TrailActivity> = {};
  for await (const { account, regions } of createActivityStore(checkpoints).all())
    for (const [region, activity] of Object.entries(regions)) all[`${account} ${region}`] = activity;
  return all;
}

describe('what came from where and when', () => {
  it('is stored by account and region, with the inputs of each path and the trail they belong to', async () => {
    const checkpoints = new MemoryCheckpoints();
    const tracker = createActivityTracker(checkpoints, fixedClock, countingMetrics());
    const input = inputAt('s3://b/p/AWSLogs/111122223333/CloudTrail/eu-west-1/x.json.gz', nowMs);
    tracker.see('s3', input, await recordsOf('111122223333', 'eu-west-1', [3, 1]));
    tracker.see('s3', input, await recordsOf('111122223333', 'eu-west-1', [2]));
    tracker.see('files', inputAt('y.json'), await recordsOf('444455556666', 'us-east-1', [1]));
    await tracker.flush();
    const stored = await storedIn(checkpoints);
    expect(stored).toMatchObject({
      '111122223333 eu-west-1': { records: 3, lastEventMs: nowMs - hourMs, lastSeenMs: nowMs, inputs: { s3: 1 } },
      '444455556666 us-east-1': { records: 1, inputs: { files: 1 }, lag: {} },
    });
    expect(await createActivityStore(checkpoints).trails()).toEqual(['s3://b/p/']);
  });

  it('parses no record that was told without being parsed', async () => {
    const checkpoints = new MemoryCheckpoints();
    const tracker = createActivityTracker(checkpoints, fixedClock, countingMetrics());
    const plain = { recipientAccountId: '111122223333', awsRegion: 'eu-west-1' };
    const told = (await recordsOf('111122223333', 'eu-west-1', [1])).map((item) =>
      Object.defineProperty({ ...item, plain } as RecordItem, 'record', {
        get: () => expect.unreachable('the record was parsed'),
      }),
    );
    tracker.see('files', inputAt('y.json'), told);
    await tracker.flush();
    expect(await storedIn(checkpoints)).toMatchObject({ '111122223333 eu-west-1': { records: 1 } });
  });

  it('leaves out what Insights found, which says nothing of the delivery of events', async () => {
    const checkpoints = new MemoryCheckpoints();
    const tracker = createActivityTracker(checkpoints, fixedClock, countingMetrics());
    const found = JSON.stringify(
      insightRecord({ state: 'Start', eventID: crypto.randomUUID(), time: new Date(nowMs) }),
    );
    const items = (await Array.fromAsync(readInput('x', bytesOf(found)))).flat();
    tracker.see(
      's3',
      inputAt('a'),
      items.filter((item) => item.kind === 'record'),
    );
    await tracker.flush();
    expect(items).toHaveLength(1);
    expect(await storedIn(checkpoints)).toEqual({});
  });

  it('survives its collector, hour by hour, before an input is remembered as done', async () => {
    const checkpoints = new MemoryCheckpoints();
    const first = createActivityTracker(checkpoints, fixedClock, countingMetrics());
    first.see('s3', inputAt('a'), await recordsOf('111122223333', 'eu-west-1', [5]));
    await first.settle(); // and is killed
    const second = createActivityTracker(checkpoints, fixedClock, countingMetrics());
    second.see('s3', inputAt('b'), await recordsOf('111122223333', 'eu-west-1', [4]));
    await second.settle();
    const hours = (await storedIn(checkpoints))['111122223333 eu-west-1']?.hours ?? {};
    expect(Object.values(hours).map((mask) => mask.toString(2).replaceAll('0', ''))).toEqual(['11']);
  });

  it('is the work of several collectors at once', async () => {
    const checkpoints = new MemoryCheckpoints();
    const items = await Promise.all([9, 8, 7, 6].map((hour) => recordsOf('111122223333', 'eu-west-1', [hour])));
    await Promise.all(
      items.map(async (records, at) => {
        const tracker = createActivityTracker(checkpoints, fixedClock, countingMetrics());
        tracker.see('s3', inputAt(`${at}`), records);
        await tracker.settle();
      }),
    );
    expect(await storedIn(checkpoints)).toMatchObject({ '111122223333 eu-west-1': { records: 4, inputs: { s3: 4 } } });
  });

  it('is not lost with a store that fails for a while', async () => {
    const checkpoints = new MemoryCheckpoints();
    const tracker = createActivityTracker(checkpoints, fixedClock, countingMetrics());
    const { replace } = checkpoints;
    checkpoints.replace = () => Promise.reject(new Error('down'));
    tracker.see('s3', inputAt('a'), await recordsOf('111122223333', 'eu-west-1', [5]));
    await expect(tracker.settle()).rejects.toThrow('down');
    checkpoints.replace = replace;
    tracker.see('s3', inputAt('b'), await recordsOf('111122223333', 'eu-west-1', [4]));
    await tracker.settle();
    expect(await storedIn(checkpoints)).toMatchObject({ '111122223333 eu-west-1': { records: 2 } });
  });

  it('tells nothing apart that is no account and no region', async () => {
    const checkpoints = new MemoryCheckpoints();
    const tracker = createActivityTracker(checkpoints, fixedClock, countingMetrics());
    for (const [account, region] of [
      ['__proto__', 'x'],
      ['1', 'eu-west-1'],
      ['222222222222', `eu-${'x'.repeat(999)}`],
    ])
      tracker.see('s3', inputAt('a'), await recordsOf(account ?? '', region ?? '', [1]));
    await tracker.flush();
    expect(Object.keys(await storedIn(checkpoints))).toEqual(['other other', 'other eu-west-1', '222222222222 other']);
  });

  it('costs one write an hour of a trail, not one an object', async () => {
    const checkpoints = new MemoryCheckpoints();
    const tracker = createActivityTracker(checkpoints, fixedClock, countingMetrics());
    let writes = 0;
    const { replace } = checkpoints;
    checkpoints.replace = (...args) => {
      writes += 1;
      return replace.apply(checkpoints, args);
    };
    for (let object = 0; object < 100; object += 1) {
      tracker.see('s3', inputAt(`${object}`), await recordsOf('111122223333', 'eu-west-1', [1]));
      await tracker.settle();
    }
    expect(writes).toBe(2); // the account and the index
  });
});
