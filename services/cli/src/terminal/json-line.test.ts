import { describe, expect, it } from 'vitest';
import { jsonLine, jsonOnOneLine } from './json-line.js';

const hostile = 'a\u001b[31mred\u009b2J\u202eexe.txt\n"b"';

describe('a line of JSON', () => {
  it('holds nothing a terminal acts on, and says the same value', () => {
    const line = jsonLine({ userAgent: hostile });
    expect(line).toMatch(/^[\x20-\x7e]*$/);
    expect(JSON.parse(line)).toEqual({ userAgent: hostile });
  });
});

describe('a record put on one line', () => {
  it('keeps its numbers and the order of its members as they were written', () => {
    const bytes = Buffer.from('{\r\n\t"b": 1e400,\n  "a": "x"\r\n}\n');
    expect(jsonOnOneLine(bytes)).toBe('{"b": 1e400,"a": "x"}');
  });

  it('escapes what a terminal would act on', () => {
    const line = jsonOnOneLine(Buffer.from(JSON.stringify({ a: hostile })));
    expect(line).toMatch(/^[\x20-\x7e]*$/);
    expect(JSON.parse(line)).toEqual({ a: hostile });
  });
});
