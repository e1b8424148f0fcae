import { recordPath } from '@trailhound/cloudtrail';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryCondition } from './condition.arbitrary.js';
import type { Condition } from './condition.js';
import { parseGlob } from './glob.js';
import { printCondition } from './print-condition.js';
import { quoteText } from './quote-text.js';

const x = recordPath('x');
const name: Condition = { kind: 'eq', path: recordPath('eventName'), value: 'StopLogging', coerce: 'text' };
const absent: Condition = { kind: 'isNull', path: x, mode: 'missingOrNull' };

describe('a printed condition', () => {
  it.each<[Condition, string]>([
    [name, 'eventName is "StopLogging"'],
    [{ ...name, kind: 'eq', path: x, value: 'a', coerce: 'text', fold: true }, 'x is "a" (in any case)'],
    [
      { kind: 'and', of: [name, { kind: 'or', of: [absent, name] }] },
      'eventName is "StopLogging" and (x is missing or null or eventName is "StopLogging")',
    ],
    [
      { kind: 'not', of: { kind: 'and', of: [name, absent] } },
      'not (eventName is "StopLogging" and x is missing or null)',
    ],
    [{ kind: 'in', path: x, values: ['a', 5, true], coerce: 'text' }, 'x is one of "a", 5, true'],
    [
      { kind: 'in', path: x, values: Array.from({ length: 10 }, (_, at) => at), coerce: 'num' },
      'x is one of 0, 1, 2, 3, 4, 5, 6, 7 and 2 more',
    ],
    [{ kind: 'prefix', path: { ...x, take: 'lastArnSegment' }, text: 'a' }, 'the last segment of x starts with "a"'],
    [{ kind: 'wildcard', path: x, glob: parseGlob('a*b?') }, 'x is like "a*b?"'],
    [{ kind: 'regex', path: x, source: 'a.*', flags: 'i', anchor: 'search' }, 'x matches /a.*/i'],
    [{ kind: 'cidr', path: x, nets: ['10.0.0.0/8', '::1/128'] }, 'x lies in 10.0.0.0/8 or ::1/128'],
    [{ kind: 'num', path: x, op: '>', value: 5 }, 'x is > 5'],
    [{ kind: 'type', path: x, types: ['array', 'object'] }, 'x is a list or an object'],
    [{ kind: 'netContains', path: x, addresses: ['203.0.113.7'] }, 'x is a network with 203.0.113.7'],
    [{ kind: 'tokens', path: x, tokens: ['a', 'b'], mode: 'phrase' }, 'x has the phrase "a", "b"'],
    [{ kind: 'cmpField', left: x, op: '!=', right: recordPath('y') }, 'x differs from y'],
    [{ kind: 'elem', path: x, quantifier: 'none', of: name }, 'no element of x has eventName is "StopLogging"'],
    [{ kind: 'text', terms: ['a', 'b'] }, 'the record contains one of "a", "b"'],
    [{ kind: 'timePart', path: x, part: 'hour', op: '>=', value: 18 }, 'x has hour >= 18'],
    [
      { kind: 'anyText', test: { kind: 'wildcard', glob: parseGlob('*a*b*'), fold: true } },
      'the record has a text that is like "*a*b*" (in any case)',
    ],
    [{ kind: 'or', of: [] }, 'never'],
    [{ kind: 'true' }, 'always'],
  ])('%j reads %s', (condition, expected) => {
    expect(printCondition(condition)).toBe(expected);
  });

  it('is one line, whatever the condition', () => {
    fc.assert(
      fc.property(arbitraryCondition, (condition) => {
        expect(printCondition(condition)).not.toMatch(/[\n\r]/);
      }),
    );
  });
});

describe('a quoted value', () => {
  it.each<[unknown, string]>([
    ['plain', '"plain"'],
    ['a"b\\c', '"a\\"b\\\\c"'],
    ['\u001b[31mred\r\n', '"\\u001b[31mred\\r\\n"'],
    ['\u202Egnp.exe', '"\\u202egnp.exe"'],
    ['a\u200bb\u2028\u0085', '"a\\u200bb\\u2028\\u0085"'],
    ['\ud800', '"\\ud800"'],
    ['Zoë 😀', '"Zoë 😀"'],
    [5, '5'],
    [null, 'null'],
    [{ a: ['\u202e'] }, '{"a":["\\u202e"]}'],
    [undefined, 'nothing'],
  ])('%j is written %s', (value, expected) => {
    expect(quoteText(value)).toBe(expected);
  });

  it('is cut', () => {
    expect(quoteText('x'.repeat(1000), 10)).toBe(`"${'x'.repeat(10)}…"`);
    expect(quoteText({ a: 'x'.repeat(1000) }, 10)).toBe('{"a":"xxxx…');
  });

  it('never holds a character that cannot be seen', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(quoteText(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }),
    );
  });
});
