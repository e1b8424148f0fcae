import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { QuarantineEntry, topics } from '@trailhound/contracts';
import { type MessageQueue, MessageQueueError, ObjectStoreError, type QueueMessage } from '@trailhound/ports';
import { testLogger } from '@trailhound/testkit/vitest';
import { describe, expect, it, onTestFinished } from 'vitest';
import { countingMetrics, MemoryCheckpoints, MemoryLog, silentLogger } from '../../collect/memory-log.fixture.js';
import { createCollector } from '../../index.js';
import { sqsSource } from './sqs-source.js';

const folder = 'AWSLogs/111111111111/CloudTrail/us-east-1/2026/03/01';
const keyOf = (n: number) => `${folder}/111111111111_CloudTrail_us-east-1_20260301T0000Z_object${n}.json.gz`;
const record = (n: number) => ({
  eventVersion: '1.08',
  eventID: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  eventTime: '2026-03-01T00:00:00Z',
  eventName: 'ListBuckets',
  eventSource: 's3.amazonaws.com',
  recipientAccountId: '111111111111',
});
const objectOf = (...numbers: number[]) => gzipSync(JSON.stringify({ Records: numbers.map(record) }));
const notice = (...keys: string[]) => JSON.stringify({ s3Bucket: 'trail', s3ObjectKey: keys });

/** A queue as SQS is: a message taken is hidden for a time, and comes again unless it is removed. */
class MemoryQueue implements MessageQueue {
  readonly name = 'queue';
  readonly messages = new Map<string, { body: string; sentMs: number; receives: number; visibleMs: number }>();
  readonly hidden: number[] = [];
  fails: MessageQueueError | undefined;
  mostReceived = 0;

  send(id: string, body: string, sentMs = Date.now()): void {
    this.messages.set(id, { body, sentMs, receives: 0, visibleMs: 0 });
  }
  async receive(max: number, visibilityMs: number, signal: AbortSignal): Promise<QueueMessage[]> {
    if (this.fails) throw this.fails;
    const visible = [...this.messages].filter(([, { visibleMs }]) => visibleMs <= Date.now()).slice(0, max);
    if (visible.length === 0) await sleep(5, undefined, { signal }).catch(() => undefined);
    this.mostReceived = Math.max(this.mostReceived, visible.length);
    return visible.map(([id, message]) => {
      message.receives += 1;
      message.visibleMs = Date.now() + visibilityMs;
      const { body, sentMs, receives } = message;
      return { id, receipt: id, body, sentMs, receives };
    });
  }
  async hide(receipts: readonly string[], visibilityMs: number): Promise<void> {
    this.hidden.push(visibilityMs);
    for (const receipt of receipts) {
      const message = this.messages.get(receipt);
      if (message) message.visibleMs = Date.now() + visibilityMs;
    }
  }
  async remove(receipt: string): Promise<void> {
    this.messages.delete(receipt);
  }
  close = async () => undefined;
}

function setUp(objects: Readonly<Record<string, Uint8Array | Error>>, buckets: readonly string[] = ['trail']) {
  const queue = new MemoryQueue();
  const log = new MemoryLog();
  const metrics = countingMetrics();
  const met: string[] = [];
  const over: string[] = [];
  const contents = { ...objects };
  const reads: string[] = [];
  let sleepFactor = 1;
  const clock = {
    now: () => Date.now(),
    sleep: (ms: number, signal?: AbortSignal) =>
      sleep(ms * sleepFactor, undefined, signal && { signal }).catch(() => undefined),
  };
  const source = sqsSource({
    ...{ queue, clock, logger: testLogger(), visibilityMs: 60_000, concurrency: 4 },
    trouble: { met: (_, place, message) => met.push(`${place}: ${message}`), over: (_, place) => over.push(place) },
    bucketReader: (bucket) =>
      !buckets.includes(bucket)
        ? undefined
        : {
            async *read(_, key, versionId) {
              reads.push(versionId === undefined ? key : `${key}@${versionId}`);
              const content = contents[versionId === undefined ? key : `${key}@${versionId}`];
              if (content instanceof Error) throw content;
              if (content === undefined) throw new ObjectStoreError('gone', 'it is not there');
              yield content;
            },
          },
  });
  const stop = new AbortController();
  const start = () => {
    const running = createCollector({
      ...{ sources: [source], log, checkpoints: new MemoryCheckpoints(), metrics, logger: silentLogger, clock },
    }).run(stop.signal);
    const ended = running.catch(() => undefined); // a log that was closed
    onTestFinished(async () => {
      stop.abort();
      await ended;
    });
  };
  const quarantine = () =>
    log
      .messages(topics.quarantine)
      .map(({ value }) => QuarantineEntry.parse(JSON.parse(Buffer.from(value ?? []).toString())));
  /** A log that does not answer before it is closed. */
  const untilClosed = () =>
    new Promise<void>((_, reject) => {
      stop.signal.addEventListener('abort', () => reject(new Error('the log is closed')));
    });
  return {
    ...{ untilClosed, queue, log, metrics, met, over, contents, reads, start, stop, quarantine },
    hurry: () => {
      sleepFactor = 0.001;
    },
  };
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries += 1) {
    if (tries > 1_000) throw new Error('it did not happen within 5 s');
    await sleep(5);
  }
}

describe('a queue of notices', () => {
  it('gives the records of every object its messages name, and is empty afterwards', async () => {
    const at = setUp({ [keyOf(1)]: objectOf(1, 2), [keyOf(2)]: objectOf(3), [keyOf(3)]: objectOf(4) });
    at.queue.send('a', notice(keyOf(1), keyOf(2)));
    at.queue.send('b', JSON.stringify({ Type: 'Notification', Message: notice(keyOf(3)) }));
    at.start();
    await until(() => at.queue.messages.size === 0);
    expect(at.log.messages(topics.records)).toHaveLength(4);
    expect(at.metrics.counts).toMatchObject({ 'collected sqs': 4, 'input sqs read': 3 });
    expect(JSON.parse(at.log.messages(topics.records)[0]?.headers['origin'] ?? '')).toMatchObject({
      source: 'sqs',
      input: expect.stringMatching(/^s3:\/\/trail\/AWSLogs/),
    });
  });

  it('keeps a message until every record of all its objects is durable', async () => {
    const at = setUp({ [keyOf(1)]: objectOf(1), [keyOf(2)]: objectOf(2) });
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    at.log.onPublish = (_, messages) => (messages[0]?.headers['origin']?.includes('object2') ? gate : undefined);
    at.queue.send('a', notice(keyOf(1), keyOf(2)));
    at.start();
    await until(() => at.log.messages(topics.records).length === 1);
    await sleep(50);
    expect(at.queue.messages.size).toBe(1);
    release();
    await until(() => at.queue.messages.size === 0);
  });

  it('holds what it works on hidden, however long that takes, and gives it back when it stops', async () => {
    const at = setUp({ [keyOf(1)]: objectOf(1) });
    at.hurry();
    at.log.onPublish = at.untilClosed;
    at.queue.send('a', notice(keyOf(1)));
    at.start();
    await until(() => at.queue.hidden.filter((ms) => ms === 60_000).length >= 3);
    at.stop.abort();
    await until(() => at.queue.hidden.at(-1) === 0);
    expect(at.queue.messages.get('a')?.receives).toBe(1);
  });

  it('takes no more than it can work: what waits for the log stays in the queue for others', async () => {
    const objects = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [keyOf(n), objectOf(n)]));
    const at = setUp(objects);
    at.log.onPublish = at.untilClosed;
    for (let n = 0; n < 40; n += 1) at.queue.send(String(n), notice(keyOf(n)));
    at.start();
    await sleep(200);
    const taken = [...at.queue.messages.values()].filter(({ receives }) => receives > 0);
    expect(at.reads).toHaveLength(4);
    expect(taken.length).toBeLessThanOrEqual(8);
  });

  it('29: reads the version a notice names, also when the object was written over since', async () => {
    const at = setUp({ [`${keyOf(1)}@v1`]: objectOf(1), [`${keyOf(1)}@v2`]: objectOf(2) });
    const s3 = (versionId: string) => ({
      eventSource: 'aws:s3',
      eventName: 'ObjectCreated:Put',
      s3: { bucket: { name: 'trail' }, object: { key: keyOf(1), versionId } },
    });
    at.queue.send('a', JSON.stringify({ Records: [s3('v2'), s3('v1')] }));
    at.start();
    await until(() => at.queue.messages.size === 0);
    expect(at.log.messages(topics.records)).toHaveLength(2);
  });

  it('gives events of the bus as records, and one uid to an event that the bus and an object bring', async () => {
    const at = setUp({ [keyOf(1)]: objectOf(1) });
    const event = (type: string) => JSON.stringify({ 'detail-type': type, source: 'aws.s3', detail: record(1) });
    at.queue.send('a', event('AWS API Call via CloudTrail'));
    at.queue.send('b', event('AWS Console Sign In via CloudTrail'));
    at.queue.send('c', event('AWS Service Event via CloudTrail'));
    at.queue.send('d', notice(keyOf(1)));
    at.start();
    await until(() => at.queue.messages.size === 0);
    const records = at.log.messages(topics.records);
    expect(records).toHaveLength(4);
    expect(new Set(records.map(({ key }) => key)).size).toBe(1);
  });

  it('27: passes over what is no log file of a trail it is to read, with a count', async () => {
    const at = setUp({});
    at.queue.send('test', '{"Event":"s3:TestEvent"}');
    at.queue.send('foreign', notice('photos/cat.jpg'));
    at.queue.send('digest', notice('AWSLogs/111111111111/CloudTrail-Digest/us-east-1/2026/03/01/x.json.gz'));
    at.queue.send('bucket', JSON.stringify({ s3Bucket: 'evil', s3ObjectKey: [keyOf(1)] }));
    at.queue.send('bus', JSON.stringify({ 'detail-type': 'EC2 Instance State-change', source: 'aws.ec2', detail: {} }));
    at.start();
    await until(() => at.queue.messages.size === 0);
    expect(at.metrics.counts).toMatchObject({
      'skipped test_message': 1,
      'skipped foreign_object': 1,
      'skipped digest': 1,
      'skipped foreign_bucket': 1,
      'skipped not_cloudtrail_event': 1,
    });
    expect(at.reads).toEqual([]);
    expect(at.quarantine()).toEqual([]);
  });

  it('25: sets aside what nobody understands, with the reason and how it begins, and removes it', async () => {
    const at = setUp({ [keyOf(1)]: Buffer.from('no gzip, no JSON') });
    at.queue.send('garbage', 'this is not json {{{');
    at.queue.send('unknown', '{"hello":"world"}');
    at.queue.send('empty', JSON.stringify({ s3Bucket: 'trail', s3ObjectKey: [] }));
    at.queue.send('broken', notice(keyOf(1)));
    at.start();
    await until(() => at.queue.messages.size === 0);
    const entries = at.quarantine();
    expect(entries.map(({ reason }) => reason).sort()).toEqual([
      'bad_message',
      'bad_message',
      'bad_message',
      'not_cloudtrail',
    ]);
    expect(entries.find(({ input }) => input === 'queue#garbage')).toMatchObject({ excerpt: 'this is not json {{{' });
  });

  it.each(['access_denied', 'no_such_bucket', 'environment'] as const)(
    '28: waits where an object cannot be read now (%s): nothing is set aside, the rest goes on, it is read when it can be',
    async (kind) => {
      const at = setUp({ [keyOf(1)]: new ObjectStoreError(kind, 'not now'), [keyOf(2)]: objectOf(2) });
      at.queue.send('a', notice(keyOf(1)));
      at.queue.send('b', notice(keyOf(2)));
      at.start();
      await until(() => at.met.length === 1 && !at.queue.messages.has('b'));
      expect(at.met).toEqual([`s3://trail/${keyOf(1)}: not now`]);
      expect(at.queue.hidden).toEqual([5_000]);
      expect(at.quarantine()).toEqual([]);
      at.contents[keyOf(1)] = objectOf(1);
      at.queue.send('a', notice(keyOf(1)));
      await until(() => at.queue.messages.size === 0);
      expect(at.over).toContain(`s3://trail/${keyOf(1)}`);
      expect(at.log.messages(topics.records)).toHaveLength(2);
    },
  );

  it('waits longer each time a message comes again, a quarter of an hour at most', async () => {
    const at = setUp({ [keyOf(1)]: new ObjectStoreError('environment', 'not now') });
    at.queue.send('a', notice(keyOf(1)));
    at.start();
    for (let times = 1; times <= 10; times += 1) {
      await until(() => at.queue.hidden.length === times);
      const message = at.queue.messages.get('a');
      if (message) message.visibleMs = 0;
    }
    const seconds = at.queue.hidden.slice(0, 10).map((ms) => ms / 1000);
    expect(seconds).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 900, 900]);
  });

  it('reads the readable objects of a message once more when it comes again for the others', async () => {
    const at = setUp({ [keyOf(1)]: objectOf(1), [keyOf(2)]: new ObjectStoreError('environment', 'not now') });
    at.queue.send('a', notice(keyOf(1), keyOf(2)));
    at.start();
    await until(() => at.queue.hidden.length === 1);
    at.contents[keyOf(2)] = objectOf(2);
    const message = at.queue.messages.get('a');
    if (message) message.visibleMs = 0;
    await until(() => at.queue.messages.size === 0);
    const keys = at.log.messages(topics.records).map(({ key }) => key);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(2);
  });

  it('28: looks an hour for an object that is gone, then sets it aside', async () => {
    const at = setUp({});
    at.queue.send('fresh', notice(keyOf(1)));
    at.queue.send('old', notice(keyOf(2)), Date.now() - 3_600_001);
    at.start();
    await until(() => !at.queue.messages.has('old') && at.met.length === 1);
    expect(at.quarantine()).toMatchObject([{ reason: 'object_gone', input: `s3://trail/${keyOf(2)}` }]);
    expect(at.queue.messages.has('fresh')).toBe(true);
  });

  it('28: sets an archived object aside at once', async () => {
    const at = setUp({ [keyOf(1)]: new ObjectStoreError('archived', 'restore it') });
    at.queue.send('a', notice(keyOf(1)));
    at.start();
    await until(() => at.queue.messages.size === 0);
    expect(at.quarantine()).toMatchObject([{ reason: 'object_archived', message: 'restore it' }]);
  });

  it('that cannot be asked is asked again, and says so until it answers', async () => {
    const at = setUp({ [keyOf(1)]: objectOf(1) });
    at.hurry();
    at.queue.fails = new MessageQueueError('access_denied', 'sqs:ReceiveMessage is denied');
    at.queue.send('a', notice(keyOf(1)));
    at.start();
    await until(() => at.met.length >= 3);
    expect(at.met[0]).toBe('queue: sqs:ReceiveMessage is denied');
    at.queue.fails = undefined;
    await until(() => at.queue.messages.size === 0);
    expect(at.over).toContain('queue');
  });
});
