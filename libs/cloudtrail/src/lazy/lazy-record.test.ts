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
    const seen = { found: 0, nothing: 0, invalid: 0 };
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
                const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(start, textEnd));
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

  it('reads a path that is asked for while a record is open', () => {
    const lazy = new LazyRecord();
    expect(lazy.open(encode('{"x":{"y":"a"}}'))).toBe(true);
    expect(lazy.values(lazy.slotOf(recordPath('x', 'y')))).toEqual(['a']);
    expect(lazy.open(encode('{"x":{"y":"b"}}'))).toBe(true);
    expect(lazy.values(lazy.slotOf(recordPath('x', 'y')))).toEqual(['b']);
  });
});
