import { spawn } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { countUid, type JsonObject, parseJson, recordFacts, recordPath, recordView } from '@trailhound/cloudtrail';
import { describe, expect, it } from 'vitest';
import { type InputItem, type ReadOptions, readInput } from './inputs.js';

const good = {
  eventID: '0b9a3c52-7a8e-4f4e-9d3b-4a5f6e7d8c9b',
  eventTime: '2026-01-02T03:04:05Z',
  eventName: 'RunInstances',
  eventSource: 'ec2.amazonaws.com',
  recipientAccountId: '123456789012',
};
const goodJson = JSON.stringify(good);

async function* streamOf(...chunks: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

async function read(stream: AsyncIterable<Uint8Array>, options?: ReadOptions): Promise<InputItem[]> {
  const items: InputItem[] = [];
  for await (const batch of readInput('input', stream, options)) items.push(...batch);
  return items;
}

const told = (items: readonly InputItem[]): string[] =>
  items.map((item) => (item.kind === 'record' || item.kind === 'unreadable' ? item.kind : item.reason));

async function outcome(...chunks: (string | Uint8Array)[]): Promise<string[]> {
  return told(await read(streamOf(...chunks)));
}

async function onlyRecord(json: string) {
  const [item, ...others] = await read(streamOf(json));
  expect(others).toEqual([]);
  if (item?.kind !== 'record') throw new Error(JSON.stringify(item));
  return item;
}

const withMembers = (members: string): string => `${goodJson.slice(0, -1)},${members}}`;

describe('bad inputs', () => {
  it('1: truncated gzip and a wrong checksum are quarantined after the records before them', async () => {
    const records = Array.from({ length: 400 }, (_, n) => ({ ...good, n, noise: (n * 7919) % 10007 }));
    const gz = gzipSync(JSON.stringify({ Records: records }));
    const truncated = await outcome(gz.subarray(0, gz.length / 2));
    expect(truncated.length).toBeGreaterThan(100);
    expect([...new Set(truncated.slice(0, -1)), truncated.at(-1)]).toEqual(['record', 'bad_gzip']);
    gz[gz.length - 6] = (gz.at(-6) ?? 0) ^ 1;
    expect(await outcome(gz)).toEqual([...records.map(() => 'record'), 'bad_gzip']);
  });

  it('2: a gzip bomb is stopped', async () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from('{"a":"'), Buffer.alloc(70 << 20, 'x')]));
    expect(await outcome(bomb)).toEqual(['gzip_bomb']);
  });

  it('3 and 4: joined members, plain JSON and double gzip are read', async () => {
    const gz = gzipSync(goodJson);
    expect(await outcome(gz, gz)).toEqual(['record', 'record']);
    expect(await outcome(goodJson)).toEqual(['record']);
    expect(await outcome(gzipSync(gz))).toEqual(['record']);
  });

  it('5: a byte order mark is skipped, UTF-16 is quarantined', async () => {
    expect(await outcome(`\ufeff${goodJson}`)).toEqual(['record']);
    expect(await outcome(Buffer.from(`\ufeff${goodJson}`, 'utf16le'))).toEqual(['bad_encoding']);
    expect(await outcome(Buffer.from(goodJson, 'utf16le'))).toEqual(['bad_encoding']);
  });

  it('6: nothing is quarantined, no records are fine', async () => {
    expect(await outcome()).toEqual(['empty_object']);
    expect(await outcome(gzipSync(''))).toEqual(['empty_object']);
    expect(await outcome('{"Records":[]}')).toEqual([]);
  });

  it('7: Records that are no array are quarantined, a bare array is read', async () => {
    expect(await outcome('{"Records":null}')).toEqual(['not_cloudtrail']);
    expect(await outcome('{"Records":{}}')).toEqual(['not_cloudtrail']);
    expect(await outcome(`[${goodJson}]`)).toEqual(['record']);
  });

  it('8: 10,000 levels are quarantined, their neighbours are read', async () => {
    const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
    expect(await outcome(`{"Records":[${goodJson},${deep},${goodJson}]}`)).toEqual(['record', 'too_deep', 'record']);
  });

  it('9: a record of 5 MB is quarantined, its neighbours are read', async () => {
    const large = withMembers(`"requestParameters":{"x":"${'x'.repeat(5_000_000)}"}`);
    expect(await outcome(`{"Records":[${goodJson},${large},${goodJson}]}`)).toEqual(['record', 'too_large', 'record']);
  });

  it('9: 300,000 records in one file stream through a process that stays under 200 MB', async () => {
    const lines = `${withMembers(`"requestParameters":{"x":"${'x'.repeat(1000)}"}`)},`.repeat(1000);
    const { records, peakBytes } = await readInChild({
      head: '{"Records":[',
      lines,
      times: 300,
      tail: `${goodJson}]}`,
    });
    expect(records).toBe(300_001);
    expect(peakBytes).toBeLessThan(200e6);
  }, 120_000);

  it('10: the last of duplicate members wins, and is flagged', async () => {
    const item = await onlyRecord(withMembers('"eventName":"TerminateInstances"'));
    expect(item).toMatchObject({ hasDuplicateMembers: true, record: { eventName: 'TerminateInstances' } });
  });

  it('11: __proto__ and constructor are data', async () => {
    const item = await onlyRecord(
      withMembers('"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}'),
    );
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.hasOwn(item.record, '__proto__')).toBe(true);
  });

  it('12: numbers that no double holds keep their text', async () => {
    const { record } = await onlyRecord(withMembers('"a":1e999,"b":-0,"c":9223372036854775808'));
    expect(record).toMatchObject({ a: '1e999', c: '9223372036854775808' });
    expect(record.b).toBe(-0);
  });

  it('13: lone surrogates, NUL and marks pass unchanged', async () => {
    const json = withMembers('"userAgent":"\\ud800\\u0000\\u202e"');
    const item = await onlyRecord(json);
    expect(Buffer.from(item.bytes).toString()).toBe(json);
    expect(item.record.userAgent).toBe('\ud800\u0000\u202e');
  });

  it('14: records that are no objects are quarantined', async () => {
    expect(await outcome(`{"Records":["a",1,null,${goodJson}]}`)).toEqual([...Array(3).fill('not_a_record'), 'record']);
  });

  it('15: a missing eventID gives a synthesised uid, a missing time quarantine, a missing name nothing', async () => {
    const { eventID: _id, ...noId } = good;
    const { eventTime: _time, ...noTime } = good;
    const { eventName: _name, ...noName } = good;
    expect(await onlyRecord(JSON.stringify(noId))).toMatchObject({ uidSynthesised: true });
    expect(await outcome(JSON.stringify(noTime))).toEqual(['bad_event_time']);
    expect(await onlyRecord(JSON.stringify(noName))).toMatchObject({ uidSynthesised: false });
  });

  it.each([
    ['"2026-13-40"', 'bad_event_time'],
    ['1700000000', 'bad_event_time'],
    ['"2026-01-01T00:00:00"', 'record'],
    ['"9999-01-01T00:00:00Z"', 'record'],
    ['"1970-01-01T00:00:00Z"', 'record'],
  ])('16: an eventTime of %s ends as %s', async (time, expected) => {
    expect(await outcome(`{"eventName":"a","eventTime":${time}}`)).toEqual([expected]);
  });

  it('17: the same event twice, and from the event bus, has one uid', async () => {
    const items = await read(
      streamOf(`${goodJson}${goodJson}{"detail-type":"AWS API Call via CloudTrail","detail":${goodJson}}`),
    );
    expect(items).toHaveLength(3);
    expect(new Set(items.map((item) => item.kind === 'record' && item.uid)).size).toBe(1);
  });

  it('18 and 19: one eventID with two bodies is one uid and two records; in two accounts it is two uids', async () => {
    const changed = JSON.stringify({ ...good, eventName: 'Decoy' });
    const elsewhere = JSON.stringify({ ...good, recipientAccountId: '210987654321' });
    const uids = (await read(streamOf(goodJson, changed, elsewhere))).map((item) => item.kind === 'record' && item.uid);
    expect(uids).toHaveLength(3);
    expect(uids[1]).toBe(uids[0]);
    expect(uids[2]).not.toBe(uids[0]);
  });

  it('20: an addendum counts as the event it corrects', async () => {
    const original = await onlyRecord(goodJson);
    const addendum = { reason: 'UPDATED_DATA', originalEventID: good.eventID };
    const { uid, record } = await onlyRecord(
      JSON.stringify({ ...good, eventID: good.eventID.replace('0b', '1b'), addendum }),
    );
    expect(uid).not.toBe(original.uid);
    expect(countUid(record)).toBe(original.uid);
  });

  it('22: a later major version is carried as it is', async () => {
    const { record, bytes } = await onlyRecord(withMembers('"eventVersion":"2.0","shape":{"of":["things","to come"]}'));
    expect(record).toMatchObject({ eventVersion: '2.0', shape: { of: ['things', 'to come'] } });
    expect(Buffer.from(bytes).toString()).toContain('"shape":{"of":["things","to come"]}');
  });

  it.each(['null', '7', '"text"', '[]', '{}', '{"type":"NewKind"}', '{"type":["x"]}', '{"sessionContext":null}'])(
    '23: a userIdentity of %s leads nowhere and stops nothing',
    async (identity) => {
      const { bytes } = await onlyRecord(withMembers(`"eventVersion":"1.08","userIdentity":${identity}`));
      const view = recordView(bytes);
      expect(view.problem).toBeUndefined();
      const path = recordPath('userIdentity', 'sessionContext', 'attributes', 'mfaAuthenticated');
      expect(view.resolve(path)).toEqual([]);
      expect(() => recordFacts(parseJson(Buffer.from(bytes).toString()) as JsonObject)).not.toThrow();
    },
  );

  it('24: requestParameters that are text have no members', async () => {
    const { bytes } = await onlyRecord(withMembers('"requestParameters":"bucketName=x"'));
    expect(recordView(bytes).resolve(recordPath('requestParameters', 'bucketName'))).toEqual([]);
  });

  it('a stream that fails ends with what it is called and why, after the records before', async () => {
    async function* failing() {
      yield Buffer.from(`${goodJson}\n`);
      throw new Error('EIO: i/o error, read');
    }
    expect(await read(failing())).toMatchObject([
      { kind: 'record' },
      { kind: 'unreadable', input: 'input', message: 'EIO: i/o error, read' },
    ]);
  });

  it('a legitimate log of 60 MB passes the bomb guard', async () => {
    const lines = Array.from({ length: 42_000 }, (_, n) =>
      withMembers(`"n":${n},"requestParameters":{"x":"${'x'.repeat(1200)}"}`),
    );
    const items = await outcome(gzipSync(lines.join('\n')));
    expect(items.length).toBe(42_000);
  });
});

/** Reads `head`, `lines` so many times and `tail` as one input in a process of its own. */
async function readInChild(file: { head: string; lines: string; times: number; tail: string }) {
  const script = `
    import { readInput } from ${JSON.stringify(new URL('../dist/inputs.js', import.meta.url).href)};
    const { head, lines, times, tail } = JSON.parse(await new Response(process.stdin).text());
    async function* input() {
      yield Buffer.from(head);
      const bytes = Buffer.from(lines);
      for (let n = 0; n < times; n++)
        for (let at = 0; at < bytes.length; at += 65_536) yield Uint8Array.from(bytes.subarray(at, at + 65_536));
      yield Buffer.from(tail);
    }
    let records = 0;
    for await (const items of readInput('large', input())) records += items.filter(({ kind }) => kind === 'record').length;
    console.log(JSON.stringify({ records, peakBytes: process.resourceUsage().maxRSS * 1024 }));`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(file));
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString()) as { records: number; peakBytes: number };
}
