import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CodedError, parseOrigin, QuarantineEntry, topics } from '@trailhound/contracts';
import { createMetrics } from '@trailhound/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collectorMetrics, createCollector, simulateSource, sourcesFrom } from '../index.js';
import { filesSource, type Source } from '../inputs.js';
import { countingMetrics, fixedClock, MemoryCheckpoints, MemoryLog, silentLogger } from './memory-log.fixture.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'collector-'));
});
afterEach(() => rm(folder, { recursive: true }));

const record = (n: number) => ({
  eventID: `0b9a3c52-7a8e-4f4e-9d3b-${String(n).padStart(12, '0')}`,
  eventTime: '2026-01-02T03:04:05Z',
  eventName: 'RunInstances',
  eventSource: 'ec2.amazonaws.com',
  recipientAccountId: '123456789012',
});

function setUp() {
  const log = new MemoryLog();
  const checkpoints = new MemoryCheckpoints();
  const metrics = countingMetrics();
  const run = (sources: readonly Source[], signal = new AbortController().signal) =>
    createCollector({ sources, log, checkpoints, metrics, logger: silentLogger, clock: fixedClock }).run(signal);
  return { log, checkpoints, metrics, run };
}

async function file(name: string, content: unknown): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('the collector', () => {
  it('publishes each record as AWS wrote it, keyed by its uid, with where it stood', async () => {
    const written = '{ "eventTime":"2026-01-02T03:04:05Z","eventName":"A" ,"n":0.0 }';
    const path = await file('a.json', `{"Records":[${JSON.stringify(record(1))},${written}]}`);
    const { log, run } = setUp();
    const summary = await run([filesSource({ paths: [path] })]);
    const [first, second] = log.messages(topics.records);
    expect(Buffer.from(second?.value ?? []).toString()).toBe(written);
    expect(first?.headers).toMatchObject({ uid: first?.key, 'event-name': 'RunInstances', account: '123456789012' });
    expect(parseOrigin(second?.headers.origin)).toEqual({ source: 'files', input: path, index: 1 });
    expect(summary).toMatchObject({
      isComplete: true,
      inputs: 1,
      records: 2,
      skipped: {},
      quarantined: {},
      unreadable: [],
    });
  });

  it('says of backfilled records that they are, and whether to notify', async () => {
    const path = await file('a.json', [record(1)]);
    const { log, run } = setUp();
    await run([
      filesSource({ paths: [path], backfill: true, notify: true }),
      simulateSource('simulate:1', [record(2)], { backfill: true }),
      simulateSource('simulate:2', [record(3)], { notify: true }),
    ]);
    const origins = log.messages(topics.records).map((message) => parseOrigin(message.headers.origin));
    expect(origins).toContainEqual({ source: 'files', input: path, index: 0, backfill: true, notify: true });
    expect(origins).toContainEqual({ source: 'simulate', input: 'simulate:1', index: 0, backfill: true });
    expect(origins).toContainEqual({ source: 'simulate', input: 'simulate:2', index: 0 });
  });

  it('puts what it cannot read into quarantine, with a pointer, and counts it', async () => {
    const path = await file('a.json', {
      Records: [record(1), 'text', { eventName: 'x', password: 'hunter22' }, { eventSource: 'aws:s3', s3: {} }],
    });
    const { log, metrics, run } = setUp();
    const summary = await run([filesSource({ paths: [path] })]);
    const entries = log
      .messages(topics.quarantine)
      .map((message) => QuarantineEntry.parse(JSON.parse(Buffer.from(message.value ?? []).toString())));
    expect(entries).toMatchObject([
      { reason: 'not_a_record', input: path, index: 1, excerpt: '"text"', at: '2026-06-01T00:00:00.000Z' },
      {
        reason: 'bad_event_time',
        input: path,
        index: 2,
        message: 'eventTime is missing',
        excerpt: '{"eventName":"x","password":"[redacted]"}',
      },
    ]);
    expect(summary).toMatchObject({
      records: 1,
      skipped: { notification: 1 },
      quarantined: { not_a_record: 1, bad_event_time: 1 },
    });
    expect(metrics.counts).toEqual({
      'collected files': 1,
      'skipped notification': 1,
      'quarantined not_a_record': 1,
      'quarantined bad_event_time': 1,
      'input files read': 1,
    });
  });

  it('puts a record the log refuses for good into quarantine, and carries those before and behind it', async () => {
    const records = Array.from({ length: 9 }, (_, n) => ({ ...record(n), ...(n === 5 && { secretKey: 'hunter22' }) }));
    const path = await file('a.json', records);
    const { log, metrics, run } = setUp();
    log.onPublish = (topic, messages) => {
      const isTooLarge = ({ value }: { value: Uint8Array | null }) => Buffer.from(value ?? []).includes('hunter22');
      if (topic === topics.records && messages.some(isTooLarge))
        throw new CodedError('LOG_MESSAGE_REFUSED', 'larger than the topic takes');
    };
    expect(await run([filesSource({ paths: [path] })])).toMatchObject({
      ...{ isComplete: true, inputs: 1, records: 8, quarantined: { too_large: 1 } },
    });
    const indexes = log.messages(topics.records).map((message) => parseOrigin(message.headers.origin)?.index);
    expect(new Set(indexes)).toEqual(new Set([0, 1, 2, 3, 4, 6, 7, 8]));
    const [entry, ...others] = log.messages(topics.quarantine);
    expect(others).toEqual([]);
    expect(QuarantineEntry.parse(JSON.parse(Buffer.from(entry?.value ?? []).toString()))).toMatchObject({
      ...{ reason: 'too_large', input: path, index: 5 },
      message: expect.stringMatching(/^the log refuses record \S+ of \d+ bytes: larger than the topic takes$/),
      excerpt: expect.not.stringContaining('hunter22'),
    });
    expect(metrics.counts).toMatchObject({ 'collected files': 8, 'quarantined too_large': 1, 'input files read': 1 });
    expect(await run([filesSource({ paths: [path] })])).toMatchObject({ knownInputs: 1, records: 0 });
  });

  it('counts what is unusual about records it carries', async () => {
    const path = await file('a.json', '[{"eventTime":"9999-01-01T00:00:00Z","eventName":"a","eventName":"b"}]');
    const { metrics, run } = setUp();
    await run([filesSource({ paths: [path] })]);
    expect(metrics.counts).toMatchObject({
      'irregular duplicate_member': 1,
      'irregular synthesised_uid': 1,
      'irregular future_event_time': 1,
    });
  });

  it('names what it cannot open, reads the rest, and tries again next time', async () => {
    const [path, gone] = [await file('a.json', [record(1)]), join(folder, 'gone')];
    const { metrics, run } = setUp();
    const sources = () => [filesSource({ paths: [gone, path] })];
    expect(await run(sources())).toMatchObject({
      records: 1,
      unreadable: [{ input: gone, message: 'no such file or folder' }],
    });
    await file('gone', [record(2)]);
    expect(await run(sources())).toMatchObject({ records: 1, knownInputs: 1, unreadable: [] });
    expect(metrics.counts).toMatchObject({
      'input files unreadable': 1,
      'input files known': 1,
      'input files read': 2,
    });
  });

  it('reads a finished file again only when it changed', async () => {
    const path = await file('a.json', [record(1)]);
    const { run } = setUp();
    const sources = () => [filesSource({ paths: [folder] })];
    expect(await run(sources())).toMatchObject({ inputs: 1, records: 1 });
    expect(await run(sources())).toMatchObject({ inputs: 0, knownInputs: 1, records: 0 });
    await file('a.json', [record(1), record(2)]);
    expect(await run(sources())).toMatchObject({ inputs: 1, records: 2 });
    await utimes(path, 1, 1);
    expect(await run(sources())).toMatchObject({ inputs: 1, records: 2 });
  });

  it('loses nothing when it dies at any publish, and repeats only what it did not finish', async () => {
    await file(
      'a.json',
      Array.from({ length: 50 }, (_, n) => record(n)),
    );
    await file(
      'b.json',
      Array.from({ length: 50 }, (_, n) => record(100 + n)),
    );
    for (const deadly of [1, 2]) {
      const { log, run } = setUp();
      let publishes = 0;
      log.onPublish = () => {
        if (++publishes === deadly) throw new Error('killed');
      };
      await expect(run([filesSource({ paths: [folder] })])).rejects.toThrow('killed');
      const before = log.messages(topics.records).length;
      expect(await run([filesSource({ paths: [folder] })])).toMatchObject({
        knownInputs: deadly - 1,
        records: 100 - before,
      });
      expect(new Set(log.messages(topics.records).map(({ key }) => key)).size).toBe(100);
    }
  });

  it('reads no more than 2 MiB further than what is durable', async () => {
    const { log, run } = setUp();
    let made = 0;
    let most = 0;
    log.onPublish = async (_topic, messages) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      most = Math.max(most, made - log.messages(topics.records).length - messages.length);
    };
    async function* endless() {
      for (; made < 200; made++) yield { ...record(made), requestParameters: { text: 'x'.repeat(200_000) } };
    }
    expect(await run([simulateSource('s', endless())])).toMatchObject({ records: 200 });
    // Eleven are more than 2 MiB, and one more is read before that is seen.
    expect(most).toBeGreaterThan(2);
    expect(most).toBeLessThanOrEqual(12);
  });

  it('stops at a signal without marking the unfinished input as done', async () => {
    await file(
      'a.json',
      Array.from({ length: 20_000 }, (_, n) => record(n)),
    );
    const { log, checkpoints, run } = setUp();
    const stop = new AbortController();
    log.onPublish = () => stop.abort();
    const summary = await run([filesSource({ paths: [folder] })], stop.signal);
    expect(summary).toMatchObject({ isComplete: false, inputs: 0 });
    expect(summary.records).toBeLessThan(20_000);
    expect(checkpoints.values.size).toBe(0);
  });

  it('stops at a signal also while a source says nothing', async () => {
    const { log, run } = setUp();
    const stop = new AbortController();
    log.onPublish = () => void setTimeout(() => stop.abort(), 1);
    async function* silent() {
      yield record(1);
      await new Promise(() => undefined);
    }
    expect(await run([simulateSource('s', silent())], stop.signal)).toMatchObject({
      isComplete: false,
      records: 1,
      inputs: 0,
    });
  });

  it('gives one uid to copies of an event, whatever file or wrapper they come in', async () => {
    await file('a.json', { Records: [record(1), record(1)] });
    await file('b.json', { 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.ec2', detail: record(1) });
    const { log, run } = setUp();
    await run([filesSource({ paths: [folder] })]);
    expect(log.messages(topics.records)).toHaveLength(3);
    expect(new Set(log.messages(topics.records).map(({ key }) => key)).size).toBe(1);
  });
});

describe('the sources of a configuration', () => {
  it('become readers of their kind', async () => {
    async function* stdin() {
      yield Buffer.from(JSON.stringify(record(1)));
    }
    const path = await file('a.json', [record(2)]);
    const url = 's3://logs/AWSLogs/';
    const empty = { list: async function* () {}, read: async function* () {}, folders: async function* () {} };
    const settings = [
      { files: [path], backfill: true },
      { s3: { url } },
      { stdin: true as const },
      { simulate: { seed: 7 } },
    ];
    const sources = sourcesFrom(settings, {
      stdin: stdin(),
      s3: (place) => ({ store: empty, bucket: place.url, prefix: '' }),
      sqs: () => expect.unreachable(),
      polling: () => undefined,
      http: () => expect.unreachable(),
      lookup: () => expect.unreachable(),
      simulate: (seed) => [record(seed)],
    });
    expect(sources.map(({ kind, backfill }) => [kind, backfill])).toEqual([
      ['files', true],
      ['s3', false],
      ['stdin', false],
      ['simulate', false],
    ]);
    const { log, run } = setUp();
    await run(sources);
    const inputs = log.messages(topics.records).map((message) => parseOrigin(message.headers.origin)?.input);
    expect(inputs.sort()).toEqual(['-', path, 'simulate:7'].sort());
  });
});

describe('the metrics of the collector', () => {
  it('have the names dashboards use', async () => {
    const registry = createMetrics({ version: '1.0.0' });
    const metrics = collectorMetrics(registry);
    metrics.collected('files', 2, 300);
    metrics.skipped('digest');
    metrics.quarantined('bad_json');
    metrics.irregular('duplicate_member');
    metrics.input('files', 'read');
    const { text } = await registry.expose();
    for (const line of [
      'trailhound_records_collected_total{source="files"} 2',
      'trailhound_collected_bytes_total{source="files"} 300',
      'trailhound_skipped_total{reason="digest"} 1',
      'trailhound_quarantined_total{stage="collector",reason="bad_json"} 1',
      'trailhound_irregular_records_total{kind="duplicate_member"} 1',
      'trailhound_inputs_total{source="files",result="read"} 1',
    ]) {
      expect(text).toContain(line);
    }
  });
});
