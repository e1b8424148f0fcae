import { manualClock, openMemoryStores } from '@trailhound/adapter-embedded';
import { formatOrigin, type Origin } from '@trailhound/contracts';
import { createActivityStore, type LogRecord } from '@trailhound/ports';
import { createMetrics } from '@trailhound/runtime';
import { beforeEach, describe, expect, it } from 'vitest';
import { createPathWatch, type PathWatch } from './path-watch.js';

const hourMs = 3_600_000;
const queue = 'https://sqs.us-east-1.amazonaws.com/111122223333/trail#1';
const inObject: Partial<Origin> = { source: 'sqs', input: 's3://trail/AWSLogs/1.json.gz' };
const asEvent: Partial<Origin> = { source: 'sqs', input: queue };

let clock: ReturnType<typeof manualClock>;
let stores: ReturnType<typeof openMemoryStores>;
let metrics: ReturnType<typeof createMetrics>;
let paths: PathWatch;
let assigned: AbortController;
let offset: bigint;

beforeEach(() => {
  clock = manualClock(Date.UTC(2026, 2, 2));
  stores = openMemoryStores({ clock });
  metrics = createMetrics({ version: 'test' });
  const logger = { debug: () => undefined };
  paths = createPathWatch({ checkpoints: stores.state.checkpoints, clock, metrics, logger });
  assigned = new AbortController();
  offset = 0n;
  see(record('first', asEvent)); // from here on it is watched
  clock.advance(2 * hourMs);
});

function record(uid: string, origin: Partial<Origin>, region = 'eu-west-1'): LogRecord {
  const written = formatOrigin({ source: '', input: '', index: 0, ...origin });
  const headers: Record<string, string> = { uid, origin: written, account: '111122223333', region };
  offset += 1n;
  return { key: uid, value: new Uint8Array(), header: (name) => headers[name], offset, timestampMs: 0 };
}

function see(...records: readonly LogRecord[]): void {
  paths.see(0, records, assigned.signal);
}

async function stored() {
  const found = new Map<string, unknown>();
  await stores.state.checkpoints.set('completeness', 'index', '{"version":1,"accounts":["111122223333"],"trails":[]}');
  for await (const { regions } of createActivityStore(stores.state.checkpoints).all())
    for (const [region, { paths: counts }] of Object.entries(regions)) found.set(region, counts);
  return Object.fromEntries(found);
}

describe('what only one path brought', () => {
  it('is counted by account and region, two hours after it came', async () => {
    see(record('a', asEvent), record('b', inObject), record('c', asEvent, 'us-east-1'));
    clock.advance(hourMs);
    see(record('a', inObject), record('a', inObject));
    await paths.settle();
    expect(await stored()).toEqual({});
    clock.advance(hourMs);
    await paths.settle();
    expect(await stored()).toEqual({
      'eu-west-1': { both: 1, onlyObjects: 1, onlyEvents: 0 },
      'us-east-1': { both: 0, onlyObjects: 0, onlyEvents: 1 },
    });
    const { text } = await metrics.expose();
    for (const path of ['both', 'objects', 'events'])
      expect(text).toContain(`trailhound_records_by_path_total{seen_by="${path}"} 1`);
  });

  it('is not counted again when the log is read again', async () => {
    const again = [record('a', asEvent), record('a', inObject)];
    see(...again);
    clock.advance(3 * hourMs);
    await paths.settle();
    see(...again.slice(1));
    clock.advance(3 * hourMs);
    await paths.settle();
    expect(await stored()).toEqual({ 'eu-west-1': { both: 1, onlyObjects: 0, onlyEvents: 0 } });
  });

  it('is nothing where another process has the partition by now', async () => {
    see(record('a', asEvent));
    assigned.abort();
    clock.advance(3 * hourMs);
    await paths.settle();
    assigned = new AbortController();
    see(record('a', inObject)); // it is back, and the first copy may have come meanwhile
    clock.advance(3 * hourMs);
    await paths.settle();
    expect(await stored()).toEqual({});
  });

  it('waits for the store, and loses nothing meanwhile', async () => {
    const { checkpoints } = stores.state;
    let isAway = true;
    const failing: typeof checkpoints = {
      get: (scope, key) => (isAway ? Promise.reject(new Error('away')) : checkpoints.get(scope, key)),
      set: (scope, key, value) => checkpoints.set(scope, key, value),
      replace: (scope, key, before, value) => checkpoints.replace(scope, key, before, value),
    };
    paths = createPathWatch({ checkpoints: failing, clock, metrics, logger: { debug: () => undefined } });
    see(record('x', asEvent));
    for (const uid of ['a', 'b']) {
      clock.advance(2 * hourMs);
      see(record(uid, asEvent));
      clock.advance(2 * hourMs);
      await paths.settle();
      isAway = false;
    }
    expect(await stored()).toEqual({ 'eu-west-1': { both: 0, onlyObjects: 0, onlyEvents: 2 } });
  });
});
