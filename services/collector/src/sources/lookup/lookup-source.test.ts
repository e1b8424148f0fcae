import { eventHistoryOfAws } from '@trailhound/adapter-aws';
import { parseOrigin, QuarantineEntry, topics } from '@trailhound/contracts';
import { type EventHistoryApiOptions, startEventHistoryApi } from '@trailhound/testkit';
import { testLogger } from '@trailhound/testkit/vitest';
import { describe, expect, it, onTestFinished } from 'vitest';
import { countingMetrics, MemoryCheckpoints, MemoryLog, silentLogger } from '../../collect/memory-log.fixture.js';
import { createCollector } from '../../index.js';
import { nextSpan } from './follow-history.js';
import { lookupSource } from './lookup-source.js';

// The API is a stand-in over HTTP that refuses what CloudTrail refuses; the client is the SDK's.

const startMs = Date.parse('2026-03-02T12:00:00Z');
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
const recordOf = (n: number, timeMs: number) =>
  JSON.stringify({
    ...{ eventVersion: '1.08', eventID: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` },
    eventTime: `${new Date(timeMs).toISOString().slice(0, 19)}Z`,
    ...{ eventName: 'ListBuckets', eventSource: 's3.amazonaws.com', awsRegion: 'eu-west-1' },
    recipientAccountId: '111111111111',
  });
const eventOf = (n: number, timeMs: number) => ({ id: `e${n}`, timeMs, record: recordOf(n, timeMs) });

interface Wanted extends EventHistoryApiOptions {
  readonly regions?: readonly string[];
  readonly insights?: boolean;
  readonly backMs?: number;
  readonly checkpoints?: MemoryCheckpoints;
  /** A wait takes as long as it says. */
  readonly isRealTime?: boolean;
}

/** Time passes only where the source waits, and at once. */
async function setUp({
  regions = ['eu-west-1'],
  insights = false,
  backMs = hour,
  isRealTime = false,
  ...wanted
}: Wanted = {}) {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
  let nowMs = startMs;
  const clock = {
    now: () => nowMs,
    async sleep(ms: number) {
      nowMs += ms;
      await new Promise((resolve) => setTimeout(resolve, isRealTime ? ms : 1));
    },
  };
  const { checkpoints = new MemoryCheckpoints(), perSecond = 10_000 } = wanted;
  const api = await startEventHistoryApi({ now: clock.now, perSecond });
  onTestFinished(() => api.close());
  const [log, metrics, logger] = [new MemoryLog(), countingMetrics(), testLogger()];
  const [met, over]: [string[], string[]] = [[], []];
  const trouble = {
    met: (_: string, place: string, message: string) => void met.push(`${place}: ${message}`),
    over: (_: string, place: string) => void over.push(place),
  };
  function start() {
    const source = lookupSource({
      histories: regions.map((region) => eventHistoryOfAws({ region, endpoint: api.origin }, {})),
      ...{ clock, logger, trouble, insights, backMs, everyMs: minute, overlapMs: 30 * minute },
    });
    const stop = new AbortController();
    const running = createCollector({
      ...{ sources: [source], log, checkpoints, metrics, logger: silentLogger, clock },
    }).run(stop.signal);
    const end = async () => {
      stop.abort();
      await running.catch(() => undefined);
    };
    onTestFinished(end);
    return { end, running };
  }
  const asked = () => api.requests.map(({ body }): Record<string, number> => JSON.parse(body));
  return {
    ...{ api, log, metrics, logger, met, over, checkpoints, start, asked },
    records: () => log.messages(topics.records).map(({ value }) => Buffer.from(value ?? []).toString()),
    quarantine: () =>
      log
        .messages(topics.quarantine)
        .map(({ value }) => QuarantineEntry.parse(JSON.parse(Buffer.from(value ?? []).toString()))),
    pass: (ms: number) => {
      nowMs += ms;
    },
    now: clock.now,
  };
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries += 1) {
    if (tries > 1_500) throw new Error('it did not happen within 15 s');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
/** So many looks later everything that was there was seen. */
async function looks(at: { readonly api: { readonly requests: readonly unknown[] } }, more = 4): Promise<void> {
  const begun = at.api.requests.length;
  await until(() => at.api.requests.length >= begun + more);
}

describe('an account without a trail', () => {
  it('gives every event of its history once, as AWS wrote it, however many pages and looks it takes', async () => {
    const at = await setUp();
    const events = Array.from({ length: 120 }, (_, n) => eventOf(n, startMs - n * 25_000));
    at.api.events.push(...events);
    at.start();
    await until(() => at.records().length >= 120);
    await looks(at);
    expect(at.records().toSorted()).toEqual(events.map(({ record }) => record).toSorted());
    expect(at.api.refusals).toEqual([]);
    const [message] = at.log.messages(topics.records);
    expect(message?.headers).toMatchObject({ 'event-name': 'ListBuckets', account: '111111111111' });
    expect(parseOrigin(message?.headers.origin)).toMatchObject({
      source: 'lookup',
      input: 'lookup:eu-west-1/management/2026-03-02T11:00:00Z/2026-03-02T12:00:00Z',
    });
  });

  it('gives what comes late and among events that were read', async () => {
    const at = await setUp();
    at.api.events.push(eventOf(1, startMs - minute));
    at.start();
    await until(() => at.records().length === 1);
    at.api.events.push(eventOf(2, at.now() - 20 * minute));
    await until(() => at.records().length === 2);
    await looks(at);
    expect(at.records()).toHaveLength(2);
  });

  it('goes on after a stop where nothing comes late any more, and leaves nothing out', async () => {
    const at = await setUp();
    at.api.events.push(eventOf(1, startMs - minute));
    await (async () => {
      const { end } = at.start();
      await until(() => at.checkpoints.values.size === 1 && at.records().length === 1);
      await end();
    })();
    const [settled = ''] = at.checkpoints.values.values();
    expect(startMs - Date.parse(settled)).toBeLessThanOrEqual(30 * minute);
    at.pass(10 * hour);
    at.api.events.push(eventOf(2, at.now() - 5 * hour), eventOf(3, at.now() - minute));
    const before = at.asked().length;
    at.start();
    await until(() => at.records().some((text) => text.includes('000000000003')));
    expect(at.asked()[before]?.['StartTime']).toBe(Date.parse(settled) / 1000);
    expect(at.records().some((text) => text.includes('000000000002'))).toBe(true);
  });

  it('reads a slice whole before the checkpoint moves, and again from its beginning where a page did not come', async () => {
    const at = await setUp();
    at.api.events.push(...Array.from({ length: 120 }, (_, n) => eventOf(n, startMs - n * 25_000)));
    const denied = JSON.stringify({ __type: 'AccessDeniedException', message: 'no' });
    at.api.script({ kind: 'delay', ms: 0 }, { kind: 'status', status: 400, body: denied });
    at.log.onPublish = () => expect(at.checkpoints.values.size).toBe(0);
    at.start();
    await until(() => at.met.length === 1);
    expect(at.checkpoints.values.size).toBe(0);
    at.log.onPublish = () => undefined;
    await until(() => at.checkpoints.values.size === 1);
    expect(new Set(at.records()).size).toBe(120);
    expect(at.over).toContain('lookup:eu-west-1/management');
    expect(at.asked()[2]).not.toHaveProperty('NextToken');
  });

  it('may not be asked: it waits and says so, sets nothing aside, and reads on when it may', async () => {
    const at = await setUp({ regions: ['eu-west-1', 'us-east-1'] });
    at.api.events.push({ ...eventOf(1, startMs - minute), region: 'eu-west-1' });
    at.api.events.push({ ...eventOf(2, startMs - minute), region: 'us-east-1' });
    at.api.denied.add('eu-west-1');
    at.start();
    await until(() => at.met.length >= 2 && at.records().length === 1);
    expect(at.met[0]).toMatch(/^lookup:eu-west-1\/management: cloudtrail:LookupEvents in eu-west-1 is denied/);
    at.api.denied.clear();
    await until(() => at.records().length === 2);
    expect(at.over).toContain('lookup:eu-west-1/management');
    expect(at.quarantine()).toEqual([]);
  });

  it('is asked twice a second and region at most', async () => {
    const at = await setUp({ perSecond: 2, isRealTime: true, regions: ['eu-west-1', 'us-east-1'] });
    at.api.events.push(...Array.from({ length: 300 }, (_, n) => eventOf(n, startMs - n * 10_000)));
    at.start();
    await until(() => at.records().length >= 600);
    expect(at.api.requests).toHaveLength(12);
    expect(at.api.refusals).toEqual([]);
  });

  it('is waited for where others use up the limit', async () => {
    const at = await setUp();
    at.api.events.push(...Array.from({ length: 120 }, (_, n) => eventOf(n, startMs - n * 25_000)));
    const body = JSON.stringify({ __type: 'ThrottlingException', message: 'Rate exceeded' });
    const throttled = { kind: 'status', status: 400, body } as const;
    at.api.script(throttled, throttled);
    at.start();
    await until(() => at.records().length >= 120);
    expect(at.met).toEqual([]);
    expect(at.quarantine()).toEqual([]);
  });

  it('has events that are none: they are set aside once, with their neighbours read', async () => {
    const at = await setUp();
    const good = eventOf(1, startMs - minute);
    at.api.events.push(good, { id: 'bad', timeMs: startMs - 2 * minute, record: 'no json {{{' });
    at.api.events.push({ id: 'none', timeMs: startMs - 3 * minute });
    at.api.events.push({
      id: 'timeless',
      timeMs: startMs - 4 * minute,
      record: '{"eventName":"x","eventVersion":"1"}',
    });
    at.start();
    await until(() => at.quarantine().length === 3);
    await looks(at);
    expect(at.records()).toEqual([good.record]);
    expect(at.quarantine().map(({ reason }) => reason)).toEqual(['bad_message', 'not_cloudtrail', 'bad_event_time']);
    expect(at.met).toEqual([]);
  });

  it('is asked for what Insights found only where that is wanted', async () => {
    const without = await setUp();
    without.start();
    await looks(without);
    expect(without.asked().some((body) => 'EventCategory' in body)).toBe(false);
    const at = await setUp({ insights: true });
    at.start();
    await looks(at);
    expect(at.asked().map((body) => body['EventCategory'])).toEqual(expect.arrayContaining([undefined, 'insight']));
    expect([...at.checkpoints.values.keys()]).toEqual([
      'collector.lookup  eu-west-1 management',
      'collector.lookup  eu-west-1 insight',
    ]);
  });

  it('whose checkpoint is older than what CloudTrail keeps goes on with the oldest there is, and says what is missing', async () => {
    const checkpoints = new MemoryCheckpoints();
    await checkpoints.set('collector.lookup', ' eu-west-1 management', new Date(startMs - 100 * day).toISOString());
    const at = await setUp({ checkpoints });
    at.api.events.push(eventOf(1, startMs - 89 * day), eventOf(2, startMs - minute));
    at.start();
    await until(() => at.records().length === 2);
    expect(at.api.refusals).toEqual([]);
    expect(at.logger.entries.map(({ message }) => message)).toEqual([
      'events of this time are no longer in the event history: they were not read',
    ]);
  });

  it('whose checkpoints cannot be stored ends the collector', async () => {
    const at = await setUp();
    at.checkpoints.set = () => Promise.reject(new Error('the store is gone'));
    const { running } = at.start();
    await expect(running).rejects.toThrow('the store is gone');
  });
});

it.each([
  [hour, 1, 2 * hour],
  [hour, 50, hour],
  [hour, 101, hour / 2],
  [5 * minute, 500, 5 * minute],
  [day, 1, day],
])('after a slice of %d ms and %d pages the next one is %d ms long', (spanMs, pages, next) => {
  expect(nextSpan(spanMs, pages)).toBe(next);
});
