import { breakBytes, cloudTrailRecord, rewriteJson, seededRandom } from '@trailhound/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { every, type FieldPath, recordPath, type Segment } from '../field-path.js';
import { parseRecord } from '../parse-record.js';
import { viewOf } from '../record-view.js';
import { LazyRecord, notText, noValue } from './lazy-record.js';

const encode = (text: string) => new TextEncoder().encode(text);

const segment = fc.constantFrom<Segment>('eventName', 'EVENTNAME', 'requestParameters', 'x', 'y', 'a.b', 'X', 0, every);
const tops = [
  'eventName',
  'EVENTNAME',
  'eventSource',
  'userIdentity',
  'requestParameters',
  'x',
  'requestParameters.x',
  'é',
  '__proto__',
];
const path: fc.Arbitrary<FieldPath> = fc.record({
  root: fc.constantFrom('record', 'record', 'record', 'envelope', 'enriched'),
  segments: fc
    .tuple(
      fc.constantFrom('detail', 'source', 'account', ''),
      fc.constantFrom(...tops),
      fc.array(segment, { maxLength: 3 }),
    )
    .map(([envelope, top, rest]) => (envelope === '' ? [top, ...rest] : [envelope, top, ...rest])),
  arrays: fc.constantFrom('implicit', 'explicit'),
  keyCase: fc.constantFrom('exact', 'fold'),
  flattenDots: fc.boolean(),
});
const inRecord: fc.Arbitrary<FieldPath> = path.map((one) => {
  const [first, ...rest] = one.segments;
  return one.root === 'record' && (first === 'detail' || first === 'source' || first === 'account')
    ? { ...one, segments: rest }
    : one;
});
const leaf = fc.constantFrom<unknown>('a', '', 'StopLogging', 'é😀', 'say "x"', 5, -0.5, 1e300, true, null, [], {});
const inner = fc.dictionary(
  fc.constantFrom('x', 'y', 'X', 'eventName', 'a.b'),
  fc.oneof(leaf, fc.array(leaf, { maxLength: 2 })),
);
const record = fc.dictionary(
  fc.constantFrom(...tops, 'EventName', 'recipientAccountId', 'awsRegion', 'eventType'),
  fc.oneof(
    leaf,
    inner,
    fc.array(fc.oneof(inner, leaf), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('x', 'y'), inner),
  ),
);

describe('a lazy record', () => {
  it('reads every path as the parsed record has it, however the record is written', () => {
    const seen = { found: 0, nothing: 0, invalid: 0, plain: 0 };
    fc.assert(
      fc.property(
        fc.array(inRecord, { minLength: 1, maxLength: 6 }),
        fc.array(fc.tuple(record, fc.integer(), fc.constantFrom(0, 0.1, 0.3), fc.boolean()), {
          minLength: 1,
          maxLength: 4,
        }),
        (paths, records) => {
          const lazy = new LazyRecord((parsed) => ({ x: parsed['x'] }));
          const slots = paths.map((one) => lazy.slotOf(one));
          for (const [value, seed, liberty, isBroken] of records) {
            const random = seededRandom(seed);
            const whole = encode(rewriteJson(value, random, { liberty }));
            const bytes = isBroken ? breakBytes(whole, random) : whole;
            const parsed = parseRecord(bytes);
            expect(lazy.open(bytes)).toBe(parsed.ok);
            if (lazy.isPlain) {
              seen.plain += 1;
              expect(bytes.every((byte) => byte < 0x80 && byte !== 0x5c)).toBe(true);
            }
            if (!parsed.ok) seen.invalid += 1;
            const view = viewOf(parsed.ok ? parsed.value : {}, (all) => ({ x: all['x'] }));
            for (const [at, one] of paths.entries()) {
              const wanted = view.resolve(one);
              // Asked first, it must not spoil what is asked next.
              const start = lazy.textAt(slots[at] ?? 0);
              const { textEnd } = lazy;
              expect(lazy.values(slots[at] ?? 0)).toEqual(wanted);
              expect(lazy.values(slots[at] ?? 0)).toEqual(wanted);
              if (start === noValue) expect(wanted).toEqual([]);
              else if (start !== notText) {
                const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(lazy.bytes.subarray(start, textEnd));
                expect([JSON.parse(`"${text}"`)]).toEqual(wanted);
              }
              seen[wanted.length === 0 ? 'nothing' : 'found'] += 1;
            }
          }
        },
      ),
      { numRuns: 600 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(100);
  });

  const stop = encode(
    JSON.stringify(cloudTrailRecord({ eventName: 'StopLogging', eventSource: 'cloudtrail.amazonaws.com' })),
  );
  it.each<[string, Uint8Array, boolean]>([
    ['an ordinary record', stop, true],
    ['a record behind a byte order mark', encode(`\ufeff{"eventName":"x"}`), true],
    ['a record with white space around it', encode('\n {"eventName" : "x" } \r\n'), true],
    ['invalid UTF-8 in a text', Uint8Array.from([...encode('{"eventName":"'), 0xff, 0xc3, ...encode('"}')]), true],
    ['nesting that a number of 32 bits cannot count', encode(`{"x":${'['.repeat(5000)}${']'.repeat(5000)}}`), true],
    ['nesting that never ends', encode(`{"x":${'{"x":'.repeat(100_000)}`), false],
    ['a text that never ends', encode(`{"eventName":"${'x'.repeat(1_000_000)}`), false],
    ['a text of nothing but escapes', encode(`{"eventName":"${'\\n'.repeat(500_000)}"}`), true],
    ['a control character in a text', encode('{"eventName":"a\u0001"}'), false],
    ['a wrong escape', encode('{"eventName":"\\x"}'), false],
    ['half an escape', encode('{"eventName":"\\u12"}'), false],
    ['a number with a leading zero', encode('{"x":01}'), false],
    ['a number without an end', encode('{"x":1.}'), false],
    ['a comma before the end', encode('{"x":1,}'), false],
    ['a second value behind', encode('{"x":1}{}'), false],
    ['single quotes', encode("{'x':1}"), false],
    ['an array', encode('[]'), false],
    ['nothing', encode(''), false],
  ])('says whether %s is one', (_what, bytes, isRecord) => {
    const lazy = new LazyRecord();
    lazy.slotOf(recordPath('eventName'));
    expect(lazy.open(bytes)).toBe(isRecord);
    expect(parseRecord(bytes).ok).toBe(isRecord);
  });

  it('does not say of one record what it told of the one before', () => {
    const lazy = new LazyRecord();
    lazy.slotOf(recordPath('x'));
    const plainness = ['{"x":"a"}', '{"x":"é"}', '{"y":"\\n"}', '{"é":1}', '{"x":', '{"x":"b"}'].map((text) => {
      lazy.take(encode(text));
      const before = lazy.isPlain;
      lazy.openTaken();
      return [before, lazy.isPlain];
    });
    expect(plainness.map(([before]) => before)).not.toContain(true);
    expect(plainness.map(([, after]) => after)).toEqual([true, false, false, false, false, true]);
  });

  it('keeps reading its record when another one is opened elsewhere', () => {
    const [one, other] = [new LazyRecord(), new LazyRecord()];
    const slot = one.slotOf(recordPath('x'));
    const slotOfOther = other.slotOf(recordPath('y', 'z'));
    expect(one.open(encode('{"x":"a"}'))).toBe(true);
    expect(other.open(encode('{"y":{"z":"b"},"x":"c"}'))).toBe(true);
    expect(one.values(slot)).toEqual(['a']);
    expect(other.values(slotOfOther)).toEqual(['b']);
    expect(one.open(encode('{"x":"d"}'))).toBe(true);
    expect(one.values(slot)).toEqual(['d']);
    expect(other.values(slotOfOther)).toEqual(['b']);
  });

  it('reads records of every size, one after another', () => {
    const lazy = new LazyRecord();
    const slot = lazy.slotOf(recordPath('x'));
    for (const size of [0, 70_000, 3, 1_000_000, 5, 9_000_000, 7]) {
      expect(lazy.open(encode(`{"y":"${'é'.repeat(size / 2)}","x":"a"}`))).toBe(true);
      expect(lazy.values(slot)).toEqual(['a']);
    }
  });

  it('tells apart names that begin and end alike, and finds each of many', () => {
    const names = Array.from(
      { length: 400 },
      (_, at) => ['', 'ab', 'abc', 'abcd', 'x'.repeat(17), 'y'.repeat(250)][at % 6] + String(at),
    );
    const lazy = new LazyRecord();
    const slots = names.map((name) => lazy.slotOf(recordPath('in', name)));
    const members = names.flatMap((name, at) => [`"${name}":${at}`, `"${name.slice(0, 4)}?${name.slice(5)}":-1`]);
    expect(lazy.open(encode(`{"in":{${[...new Set(members)].join(',')}}}`))).toBe(true);
    for (const [at, slot] of slots.entries()) expect(lazy.values(slot)).toEqual([at]);
  });

  it('reads a path that is asked for while a record is open', () => {
    const lazy = new LazyRecord();
    expect(lazy.open(encode('{"x":{"y":"a"}}'))).toBe(true);
    expect(lazy.values(lazy.slotOf(recordPath('x', 'y')))).toEqual(['a']);
    expect(lazy.open(encode('{"x":{"y":"b"}}'))).toBe(true);
    expect(lazy.values(lazy.slotOf(recordPath('x', 'y')))).toEqual(['b']);
  });

  it.each<[string, string, string | undefined]>([
    ['a text', '{"eventName":"a"}', 'a'],
    ['white space', '\n{ "eventName" :\t"a" } \r\n', 'a'],
    ['a text anywhere', '{"x":[{"eventName":"a"}]}', 'a'],
    ['a text beyond ASCII', '{"é":"😀","eventName":"é"}', 'é'],
    ['no text that spells the name', '{"x":"eventName","y":["eventName","b"]}', undefined],
    ['no longer name', '{"theeventName":"a","eventNames":"b"}', undefined],
    ['none of two', '{"eventName":"a","x":{"eventName":"b"}}', undefined],
    ['none in another case', '{"EventName":"a"}', undefined],
    ['none beside one in another case', '{"eventName":"a","x":{"EVENTNAME":"b"}}', undefined],
    ['no number', '{"eventName":5}', undefined],
    ['no word', '{"eventName":null}', undefined],
    ['no list', '{"eventName":["a"]}', undefined],
    ['no object', '{"eventName":{"x":"a"}}', undefined],
    ['no escape in the value', '{"eventName":"a\\"b"}', undefined],
    ['no record with letters as escapes', '{"eventName":"a","\\u0065ventName":"b"}', undefined],
    ['none without an end', '{"eventName":"a}', undefined],
    ['no record that was cut off', '{"eventName":"a"', undefined],
    ['nothing', '{}', undefined],
    ['nothing in no bytes', '', undefined],
  ])('sees before it is opened, as its only event name, %s', (_what, text, expected) => {
    const lazy = new LazyRecord();
    // Wherever in a block of sixteen bytes it stands.
    for (let indent = 0; indent < 33; indent++) {
      lazy.take(encode(' '.repeat(indent) + text));
      const start = lazy.soleEventName();
      const found = start === notText ? undefined : lazy.bytes.slice(start, lazy.textEnd);
      expect(found && new TextDecoder().decode(found)).toBe(expected);
    }
  });
});
