import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { every, type FieldPath, formatPath, parsePath, recordPath, type Segment } from './index.js';

describe('a path as people write it', () => {
  it.each<[string, FieldPath]>([
    ['eventName', recordPath('eventName')],
    ['userIdentity.sessionContext.attributes', recordPath('userIdentity', 'sessionContext', 'attributes')],
    ['a.b[0].c', recordPath('a', 'b', 0, 'c')],
    ['a[*].b', recordPath('a', every, 'b')],
    ['responseElements.x-amz-id-2', recordPath('responseElements', 'x-amz-id-2')],
    ['requestParameters.aws:s3:arn', recordPath('requestParameters', 'aws:s3:arn')],
    ['a["resource.type"].b', recordPath('a', 'resource.type', 'b')],
    ["a['it\\'s']", recordPath('a', "it's")],
    ['["odd key"][0]["\\u00e9"]', recordPath('odd key', 0, 'é')],
    ['envelope.detail-type', { ...recordPath('detail-type'), root: 'envelope' }],
    ['enriched["a b"]', { ...recordPath('a b'), root: 'enriched' }],
    ['["envelope"].x', recordPath('envelope', 'x')],
    ['a.envelope', recordPath('a', 'envelope')],
  ])('%s is understood', (text, path) => {
    expect(parsePath(text)).toEqual({ ok: true, value: path });
  });

  it.each<[string, RegExp]>([
    ['', /is empty/],
    ['a..b', /"\." stands where a name is expected \(character 3\)/],
    ['.a', /where a name is expected \(character 1\)/],
    ['a.', /the path ends where a name is expected/],
    ['a b', /where a name is expected|missing/],
    ['a[', /opens a bracket/],
    ['a[]', /opens a bracket/],
    ['a[-1]', /opens a bracket/],
    ['a[1.5]', /opens a bracket/],
    ['a[b]', /opens a bracket/],
    ['a["b]', /opens a bracket/],
    ['a["\\x"]', /not a JSON string/],
    ['a[""]', /a name is empty/],
    ['a[0]b', /a dot is missing before character 5/],
    ['__proto__.x', /no record has a field "__proto__"/],
    ['a.constructor', /no record has a field "constructor"/],
    ['a["prototype"]', /no record has a field "prototype"/],
    [Array.from({ length: 200 }, () => 'a').join('.'), /more than 64 segments/],
    ['a'.repeat(5000), /more than 4096 characters/],
  ])('%s is refused', (text, message) => {
    const parsed = parsePath(text);
    expect(parsed.ok).toBe(false);
    if (!parsed.ok)
      expect(parsed.problems).toMatchObject([{ code: 'E-PATH', message: expect.stringMatching(message) }]);
  });

  it('takes what a language means by a path', () => {
    const parsed = parsePath('a.b', { arrays: 'explicit', keyCase: 'fold', flattenDots: true });
    expect(parsed).toMatchObject({ ok: true, value: { arrays: 'explicit', keyCase: 'fold', flattenDots: true } });
  });

  it('reads back whatever is printed', () => {
    const refused = ['__proto__', 'constructor', 'prototype'];
    const name = fc
      .oneof(fc.string({ minLength: 1 }), fc.constantFrom('envelope', 'enriched', 'a-b', 'é'))
      .filter((text) => !refused.includes(text));
    const segment = fc.oneof(name as fc.Arbitrary<Segment>, fc.nat({ max: 999 }), fc.constant(every));
    const segments = fc.tuple(name, fc.array(segment, { maxLength: 6 })).map(([first, rest]) => [first, ...rest]);
    fc.assert(
      fc.property(segments, fc.constantFrom('record', 'envelope', 'enriched'), (parts, root) => {
        const path = { ...recordPath(...parts), root: root as FieldPath['root'] };
        expect(parsePath(formatPath(path))).toEqual({ ok: true, value: path });
      }),
    );
  });
});
