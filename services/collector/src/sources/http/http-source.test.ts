import { gzipSync } from 'node:zlib';
import { topics } from '@trailhound/contracts';
import { testLogger } from '@trailhound/testkit/vitest';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  countingMetrics,
  fixedClock,
  MemoryCheckpoints,
  MemoryLog,
  silentLogger,
} from '../../collect/memory-log.fixture.js';
import { createCollector } from '../../index.js';
import { httpSource } from './http-source.js';

const token = 'a-token-of-sixteen-or-more';
const record = (n: number) => ({
  eventVersion: '1.08',
  eventID: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  eventTime: '2026-03-01T00:00:00Z',
  eventName: 'ListBuckets',
  eventSource: 's3.amazonaws.com',
  recipientAccountId: '111111111111',
});

async function setUp(options: { readonly maxBytes?: number; readonly maxInHand?: number } = {}) {
  const log = new MemoryLog();
  const metrics = countingMetrics();
  const stop = new AbortController();
  const { promise: port, resolve } = Promise.withResolvers<number>();
  const source = httpSource({
    ...{ listen: { host: '127.0.0.1', port: 0 }, tokens: ['another-token-of-sixteen', token] },
    ...{ clock: fixedClock, logger: testLogger(), onListening: resolve, ...options },
  });
  const running = createCollector({
    ...{ sources: [source], log, checkpoints: new MemoryCheckpoints(), metrics, logger: silentLogger },
    clock: fixedClock,
  })
    .run(stop.signal)
    .catch(() => undefined);
  onTestFinished(async () => {
    stop.abort();
    await running;
  });
  const url = `http://127.0.0.1:${await port}/`;
  const push = (body: string | Uint8Array<ArrayBuffer>, headers: object = { authorization: `Bearer ${token}` }) =>
    fetch(url, { method: 'POST', body, headers: { ...headers } });
  return { log, metrics, stop, url, push };
}

const firehose = (...data: (string | Uint8Array)[]) =>
  JSON.stringify({
    ...{ requestId: 'ed4acda5-034f-9f42-bba1-f29aea6d7d8f', timestamp: 1578090901599 },
    records: data.map((one) => ({ data: Buffer.from(one).toString('base64') })),
  });
const firehoseHeaders = {
  'x-amz-firehose-request-id': 'ed4acda5-034f-9f42-bba1-f29aea6d7d8f',
  'x-amz-firehose-access-key': token,
  'x-amz-firehose-protocol-version': '1.0',
};

describe('a push is answered', () => {
  it('only when its records are durable', async () => {
    const { log, push } = await setUp();
    const gate = Promise.withResolvers<void>();
    log.onPublish = () => gate.promise;
    let isAnswered = false;
    const pushed = push(JSON.stringify({ Records: [record(1), record(2)] })).finally(() => {
      isAnswered = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(isAnswered).toBe(false);
    gate.resolve();
    expect((await pushed).status).toBe(200);
    expect(log.messages(topics.records)).toHaveLength(2);
  });

  it('an event of the bus, as an API destination sends it with its key in a header', async () => {
    const { log, push } = await setUp();
    const event = { 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.s3', detail: record(1) };
    expect((await push(JSON.stringify(event), { 'x-api-key': token })).status).toBe(200);
    expect(log.messages(topics.records)).toHaveLength(1);
  });

  it('Firehose in its own form, whatever its records hold: lines, files, compressed log events', async () => {
    const { log, push } = await setUp();
    const logged = {
      messageType: 'DATA_MESSAGE',
      logEvents: [{ id: '1', timestamp: 1, message: JSON.stringify(record(3)) }],
    };
    const body = firehose(
      `${JSON.stringify(record(1))}\n`,
      JSON.stringify({ Records: [record(2)] }),
      gzipSync(JSON.stringify(logged)),
    );
    const answers = [
      await push(body, firehoseHeaders),
      await push(new Uint8Array(gzipSync(body)), { ...firehoseHeaders, 'content-encoding': 'gzip' }),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('application/json');
      expect(await answer.json()).toEqual({
        requestId: 'ed4acda5-034f-9f42-bba1-f29aea6d7d8f',
        timestamp: fixedClock.now(),
      });
    }
    expect(new Set(log.messages(topics.records).map(({ key }) => key)).size).toBe(3);
  });

  it('with 200 also for what nobody understands: it is in quarantine', async () => {
    const { log, push } = await setUp();
    expect((await push('{"hello":"world"}')).status).toBe(200);
    expect(log.messages(topics.quarantine)).toHaveLength(1);
  });

  it('with 503 where the collector stops in the middle', async () => {
    const { log, push, stop } = await setUp();
    log.onPublish = () =>
      new Promise((_, reject) => stop.signal.addEventListener('abort', () => reject(new Error('closed'))));
    const pushed = push(JSON.stringify(record(1)));
    await new Promise((resolve) => setTimeout(resolve, 150));
    stop.abort();
    expect((await pushed).status).toBe(503);
  });
});

describe('a push is refused', () => {
  it.each<[string, object]>([
    ['without a token', {}],
    ['with a wrong one', { authorization: 'Bearer wrong' }],
    ['with a wrong one in the way of Firehose', { ...firehoseHeaders, 'x-amz-firehose-access-key': 'wrong' }],
  ])('%s: 401', async (_, headers) => {
    const { log, push } = await setUp();
    const answer = await push(JSON.stringify(record(1)), headers);
    expect(answer.status).toBe(401);
    if ('x-amz-firehose-request-id' in headers) {
      expect(await answer.json()).toMatchObject({ requestId: expect.any(String), errorMessage: 'a token is needed' });
    }
    expect(log.published).toEqual([]);
  });

  it('where it is too large, as sent or uncompressed: 413', async () => {
    const { push, log } = await setUp({ maxBytes: 1_000 });
    const large = JSON.stringify({ Records: [record(1)], padding: 'x'.repeat(2_000) });
    expect((await push(large)).status).toBe(413);
    const bomb = new Uint8Array(gzipSync(firehose('x'.repeat(100_000))));
    expect((await push(bomb, { ...firehoseHeaders, 'content-encoding': 'gzip' })).status).toBe(413);
    expect(log.published).toEqual([]);
  });

  it('where too many are in hand: 429 and when to come again', async () => {
    const { log, push } = await setUp({ maxInHand: 2 });
    const gate = Promise.withResolvers<void>();
    log.onPublish = () => gate.promise;
    const held = [push(JSON.stringify(record(1))), push(JSON.stringify(record(2)))];
    await new Promise((resolve) => setTimeout(resolve, 200));
    const third = await push(JSON.stringify(record(3)));
    expect([third.status, third.headers.get('retry-after')]).toEqual([429, '1']);
    gate.resolve();
    expect((await Promise.all(held)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await push(JSON.stringify(record(3)))).status).toBe(200);
  });

  it.each([
    ['no JSON', 'x'],
    ['no records', '{"requestId":"r"}'],
    ['a record without data', '{"requestId":"r","records":[{}]}'],
  ])('where Firehose says %s: 400', async (_, body) => {
    const { push } = await setUp();
    expect((await push(body, firehoseHeaders)).status).toBe(400);
  });

  it('by another method: 405', async () => {
    const { url } = await setUp();
    expect((await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status).toBe(405);
  });
});
