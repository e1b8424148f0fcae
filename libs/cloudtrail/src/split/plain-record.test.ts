import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admitRecord } from '../admit-record.js';
import { parseRecord } from '../parse-record.js';
import { PlainItem } from './plain-item.js';
import { PlainRecordReader } from './plain-record.js';
import { RecordSplitter } from './record-splitter.js';
import { shapeOf } from './shape.js';

const encoder = new TextEncoder();
const reader = new PlainRecordReader();

function read(bytes: Uint8Array) {
  return reader.read(bytes, 0, bytes.length);
}

const names = fc.constantFrom(
  ...[
    'eventName',
    'eventSource',
    'eventTime',
    'eventID',
    'recipientAccountId',
    'awsRegion',
    'eventType',
    'eventVersion',
  ],
  ...['userIdentity', 's3', 'Type', 'insightDetails', 'awslogs', 'x', 'é', 'a"b', '__proto__'],
);
const values = fc.oneof(
  fc.constantFrom('CreateUser', 'aws:s3', '2026-01-31T23:59:59Z', '2026-02-30T00:00:00Z', 'AwsCloudTrailInsight', ''),
  fc.constantFrom('11111111-2222-3333-4444-555555555555', 'ü', '\\', 'a\nb', '\ud800', 'x'.repeat(100)),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Text of an object with these members, some of them more than once, written in one of the usual ways. */
const records = fc
  .tuple(
    fc.array(fc.tuple(names, values), { maxLength: 5 }),
    fc.constantFrom('', ' ', '\t'),
    fc.constantFrom(true, true, true, false),
  )
  .map(([extra, space, isWhole]) => {
    const certain: [string, unknown][] = [
      ['eventVersion', '1.08'],
      ['eventName', 'GetObject'],
      ['eventSource', 's3.amazonaws.com'],
      ['eventTime', '2026-01-28T01:02:03Z'],
    ];
    const members = [...(isWhole ? certain : certain.slice(0, 2)), ...extra];
    const written = members.map(([name, value]) => `${JSON.stringify(name)}${space}:${space}${JSON.stringify(value)}`);
    return `{${space}${written.join(`,${space}`)}${space}}`;
  });

/** A text with some bytes put, replaced or taken away. */
const damaged = fc
  .tuple(
    records,
    fc.array(fc.tuple(fc.nat(), fc.constantFrom(...'{}[]",:\\u0e-.tn \x01', ''), fc.nat(1)), { maxLength: 3 }),
  )
  .map(([text, edits]) =>
    edits.reduce((now, [at, put, taken]) => {
      const place = at % (now.length + 1);
      return `${now.slice(0, place)}${put}${now.slice(place + taken)}`;
    }, text),
  );

describe('a record that is told without being parsed', () => {
  it('is what the parser makes of it, and where the parser refuses it is not told', () => {
    let told = 0;
    fc.assert(
      fc.property(fc.oneof(records, damaged), (text) => {
        const bytes = encoder.encode(text);
        const plain = read(bytes);
        if (plain === undefined) return;
        told += 1;
        const parsed = parseRecord(bytes);
        if (!parsed.ok) throw new Error(`told, but no record: ${text}`);
        const admission = admitRecord(parsed.value);
        expect(admission.kind).toBe('admitted');
        expect(shapeOf(parsed.value, 'top').kind).toBe('record');
        const item = new PlainItem(0, 0, plain);
        const { record, uid, uidSynthesised, eventTimeMs } = item;
        expect({ kind: 'admitted', record, uid, uidSynthesised, eventTimeMs }).toEqual(admission);
        const facts = ['eventName', 'eventSource', 'eventTime', 'eventID', 'recipientAccountId', 'awsRegion'] as const;
        for (const name of facts) expect(plain[name]).toBe(parsed.value[name]);
      }),
      { numRuns: 2_000 },
    );
    expect(told).toBeGreaterThan(50);
  });

  const whole = '{"eventVersion":"1","eventName":"A","eventSource":"b","eventTime":"2026-01-28T01:02:03Z"';
  const manyMembers = Array.from({ length: 40 }, (_, at) => `"news${at}":1`).join();
  it.each([
    ['as CloudTrail writes it', `${whole},"n":-1.5e+3,"u":"\\u00e9\\n","l":[true,false,null,{}]}`, true],
    ['with a number that JSON has not', `${whole},"n":01}`, false],
    ['with a word that JSON has not', `${whole},"n":nul}`, false],
    ['with an escape that JSON has not', `${whole},"n":"\\x"}`, false],
    ['with a control character', `${whole},"n":"\n"}`, false],
    ['with a member that stands twice', `${whole},"eventName":"B"}`, false],
    ['with an unknown member that stands twice', `${whole},"news":1,"other":2,"news":1}`, false],
    ['with members of newer records', `${whole},"news":1,"newer":{"news":1,"newer":[{}]}}`, true],
    ['with more members of newer records than are told apart', `${whole},${manyMembers}}`, false],
    ['with a name of the record inside another member', `${whole},"requestParameters":{"eventName":"B","s3":1}}`, true],
    ['with a name written as an escape', `${whole},"event\\u004eame":"B"}`, false],
    ['with a comma at its end', `${whole},}`, false],
    ['cut off', whole, false],
    ['with a day that may not exist', whole.replace('01-28', '02-29').concat('}'), false],
    ['without a source', whole.replace('"eventSource"', '"source"').concat('}'), false],
  ])('%s: %s', (_name, text, expected) => {
    expect(read(encoder.encode(text)) !== undefined).toBe(expected);
  });

  it('is found in JSON lines whatever the chunks, between lines that are otherwise', () => {
    const good = `${whole},"x":"${'y'.repeat(50)}"}`;
    const other = `${whole},"eventName":"B"}`;
    const text = [good, other, '# no JSON', good, `${good} `, `{"Records":[${good},${other}]}`, good].join('\n');
    const whole100 = splitBy(text, 100_000);
    expect(whole100.map(({ kind }) => kind).join(' ')).toBe(
      'record record rejected record record record record record',
    );
    for (const size of [1, 7, 64, 200, 1_000]) expect(splitBy(text, size)).toEqual(whole100);
  });
});

function splitBy(text: string, size: number) {
  const bytes = encoder.encode(text);
  const splitter = new RecordSplitter();
  const items = [];
  for (let at = 0; at < bytes.length; at += size) items.push(...splitter.push(bytes.slice(at, at + size)));
  items.push(...splitter.finish());
  return items.map((item) => ({
    ...{ kind: item.kind, index: item.index, offset: item.offset },
    ...(item.kind === 'record' && { record: item.record, bytes: [...item.bytes], twice: item.hasDuplicateMembers }),
  }));
}
