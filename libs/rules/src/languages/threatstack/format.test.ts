import { describe, expect, it } from 'vitest';
import { formatFilter } from './format.js';

describe('a formatted filter', () => {
  it.each([
    ['eventName=“StopLogging”', 'eventName = "StopLogging"'],
    ["eventName == 'a'   OR  NOT ip <> 'b'", 'eventName = "a" or not ip != "b"'],
    ['eventName = "a" && (ip = "b")', 'eventName = "a" and ip = "b"'],
    ['ip = 1 or ip = 2 and ip = 3', 'ip = 1 or (ip = 2 and ip = 3)'],
    ['(ip = 1 or ip = 2) and !(ip = 3 || ip = 4)', '(ip = 1 or ip = 2) and not (ip = 3 or ip = 4)'],
    ['region NOT IN ({{a}} , “x”,5, NULL, TRUE)', 'region not in ({{a}}, "x", 5, null, true)'],
    ['region in ( {{ a }} )', 'region in {{a}}'],
    ['eventName = "a', 'eventName = "a'],
    ['user = "it’s"', 'user = "it’s"'],
    ["user = 'a\"b'", 'user = "a\\"b"'],
    ['not broken', 'not broken'],
  ])('%s becomes %s', (filter, expected) => {
    expect(formatFilter(filter)).toBe(expected);
  });
});
