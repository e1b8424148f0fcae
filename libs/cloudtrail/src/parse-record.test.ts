import { describe, expect, it } from 'vitest';
import { parseJson, parseRecord } from './index.js';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('numbers of a record', () => {
  it.each<[string, unknown]>([
    ['1', 1],
    ['0.0', 0],
    ['-0', -0],
    ['1.7e12', 1.7e12],
    ['8.82145e-05', 8.82145e-5],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', '9007199254740993'],
    ['9223372036854775808', '9223372036854775808'],
    ['-9223372036854775808', '-9223372036854775808'],
    ['1e999', '1e999'],
    ['-1E+999', '-1E+999'],
    ['1e-999', '1e-999'],
    ['0e999', 0],
    ['0.12345678901234567', 0.12345678901234566],
    [`1${'0'.repeat(400)}`, `1${'0'.repeat(400)}`],
  ])('%s is read as %s', (source, value) => {
    expect(parseJson(`{"a": ${source}}`)).toEqual({ a: value });
    expect(parseJson(`{"a":[1,${source}]}`)).toEqual({ a: [1, value] });
    expect(parseJson(`{"a":"${source}"}`)).toEqual({ a: source });
  });
});

describe('hostile records', () => {
  it.each(['{"__proto__":{"polluted":1},"a":1}', '{"__proto__":{"polluted":1},"a":1e999}'])('%s is data', (json) => {
    const value = parseJson(json) as object;
    expect(Object.keys(value)).toEqual(['__proto__', 'a']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect((value as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('takes the last of duplicate members', () => {
    expect(parseJson('{"eventName":"a","eventName":"b"}')).toEqual({ eventName: 'b' });
    expect(parseJson('{"eventName":1e999,"eventName":"b"}')).toEqual({ eventName: 'b' });
  });

  it.each([
    ['"text"', /found a string/],
    ['null', /found null/],
    ['[]', /found an array/],
    ['{"a":', /JSON/],
    ['', /JSON/],
    [`{"a":1e999,"b":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, /stack/],
  ])('text %# is a problem, never an exception', (text, message) => {
    const parsed = parseRecord(bytes(text));
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) expect(parsed.problems[0]?.message).toMatch(message);
  });

  it('does not quote what may be out of a secret', () => {
    const parsed = parseRecord(bytes('{"secretAccessKey":"wJalrXUtn",x}'));
    expect(JSON.stringify(parsed)).toMatch(/Unexpected token 'x' in JSON|Expected/);
    expect(JSON.stringify(parsed)).not.toContain('wJal');
  });

  it('keeps lone surrogates, NUL and marks, and reads invalid UTF-8 as U+FFFD', () => {
    expect(parseJson('{"a":"\\ud800\\u0000\\u202e"}')).toEqual({ a: '\ud800\u0000\u202e' });
    const invalid = new Uint8Array([...bytes('{"a":"'), 0xff, ...bytes('"}')]);
    expect(parseRecord(invalid)).toEqual({ ok: true, value: { a: '\ufffd' } });
  });
});
