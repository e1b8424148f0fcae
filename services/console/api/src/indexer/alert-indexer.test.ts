import { type Alert, topics } from '@trailhound/contracts';
import type { AlertIndex, ConsumerOptions, LogBatch, LogConsumer, LogRecord, RecordLog } from '@trailhound/ports';
import { createLogger, createMetrics, systemClock } from '@trailhound/runtime';
import { buildAlert } from '@trailhound/testkit';
import { describe, expect, it } from 'vitest';
import { memoryAlertIndex } from '../../testing/memory-alert-index.js';
import { createAlertIndexer, indexerGroup } from './alert-indexer.js';

const encoder = new TextEncoder();

function message(offset: number, value: unknown): LogRecord {
  const bytes =
    value === null || value instanceof Uint8Array
      ? value
      : encoder.encode(typeof value === 'string' ? value : JSON.stringify(value));
  return { offset: BigInt(offset), key: `k${offset}`, value: bytes, header: () => undefined, timestampMs: 0 };
}

/** A log of one partition that hands its messages out in one batch and again after a rejection, as the port promises. */
function oneBatchLog(records: readonly LogRecord[], said: string[]) {
  const batch: LogBatch = { topic: topics.alerts, partition: 0, records, endOffset: BigInt(records.length) };
  const consumer: Partial<LogConsumer> = {
    async run(handle) {
      for (let attempt = 1; attempt <= 3; attempt += 1) {
        try {
          return await handle(batch, new AbortController().signal);
        } catch {
          said.push('again');
        }
      }
    },
    lag: async () => [],
    commit: async (_, __, nextOffset) => void said.push(`commit ${nextOffset}`),
    stop: async () => {},
  };
  const asked: unknown[] = [];
  const log = {
    consumer(options: ConsumerOptions) {
      if (options.topic !== topics.alerts) return { ...consumer, run: async () => {} } as LogConsumer;
      asked.push(options);
      return consumer as LogConsumer;
    },
  } as Partial<RecordLog> as RecordLog;
  return { log, asked };
}

function indexing(records: readonly LogRecord[], alerts: AlertIndex, said: string[] = []) {
  const logged: string[] = [];
  const metrics = createMetrics({ version: '1' });
  const { log, asked } = oneBatchLog(records, said);
  const logger = createLogger({ service: 'console', write: (line) => logged.push(line) });
  return { indexer: createAlertIndexer({ log, alerts, metrics, logger, clock: systemClock }), metrics, logged, asked };
}

describe('the alert indexer', () => {
  it('puts the alerts of the topic and then commits', async () => {
    const said: string[] = [];
    const index = memoryAlertIndex();
    const alerts: AlertIndex = {
      ...index,
      put: async (given) => {
        said.push(`put ${given.length}`);
        await index.put(given);
      },
    };
    const [one, two] = [buildAlert({ uid: 'one' }), buildAlert({ uid: 'two' })];
    const { indexer, asked } = indexing([message(0, one), message(1, two), message(2, one)], alerts, said);
    await indexer.run();
    expect(said).toEqual(['put 3', 'commit 3']);
    expect(await index.get(two.id)).toEqual(two);
    expect(index.size).toBe(2);
    expect(asked).toEqual([{ topic: 'alerts', group: indexerGroup }]);
  });

  it('commits nothing while the index cannot take it, and loses nothing', async () => {
    const said: string[] = [];
    const index = memoryAlertIndex();
    let failures = 2;
    const alerts: AlertIndex = {
      ...index,
      put: async (given) => {
        failures -= 1;
        if (failures >= 0) throw new Error('disk full');
        await index.put(given);
      },
    };
    await indexing([message(0, buildAlert())], alerts, said).indexer.run();
    expect(said).toEqual(['again', 'again', 'commit 1']);
    expect(index.size).toBe(1);
  });

  it('passes over what is no alert, counted and logged by its offset, without its text', async () => {
    const said: string[] = [];
    const index = memoryAlertIndex();
    const hostile = [
      'not json \u001b[2J',
      '{}',
      '[]',
      new Uint8Array([0xff, 0xfe]),
      { ...buildAlert(), version: 2 },
      { ...buildAlert(), id: '../../etc' },
      { ...buildAlert(), severity: 'apocalyptic' },
      null,
    ];
    const good = buildAlert({ uid: 'good' });
    const { indexer, metrics, logged } = indexing(
      [...hostile, good].map((value, at) => message(at, value)),
      index,
      said,
    );
    await indexer.run();
    expect(index.size).toBe(1);
    expect(said).toEqual(['commit 9']);
    expect(logged).toHaveLength(7);
    expect(JSON.parse(logged[0] ?? '')).toMatchObject({ topic: 'alerts', partition: 0, offset: '0', key: 'k0' });
    const { text } = await metrics.expose();
    expect(text).toContain('trailhound_alerts_indexed_total{result="alert"} 1');
    expect(text).toContain('trailhound_alerts_indexed_total{result="unreadable"} 7');
    expect(text).toContain('trailhound_alerts_indexed_total{result="tombstone"} 1');
  });

  it('reads alerts of a newer matcher, which may carry more', async () => {
    const index = memoryAlertIndex();
    const newer = { ...buildAlert(), verdict: 'new in a later release' } as Alert;
    await indexing([message(0, newer)], index).indexer.run();
    expect(await index.get(newer.id)).toEqual(buildAlert());
  });
});
