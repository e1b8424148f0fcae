import { describe, expect, it } from 'vitest';
import type { CorrelationEntry } from './correlation-entry.js';
import { absences } from './watched-windows.js';

/** A match of an input by a record, at a second. */
function match(second: number, uid: string, input: number, suppressed = false): CorrelationEntry {
  return { atMs: second * 1_000, uid, input, suppressed, refs: [] };
}

const cases = [
  { name: 'what nothing closes is missing', entries: [match(1, 'a', 0)], missing: [1] },
  { name: 'a later match in time closes', entries: [match(1, 'a', 0), match(6, 'b', 1)], missing: [] },
  { name: 'one that comes too late does not', entries: [match(1, 'a', 0), match(7, 'b', 1)], missing: [1] },
  { name: 'a record does not close what it opens', entries: [match(1, 'a', 0), match(1, 'a', 1)], missing: [1] },
  {
    name: 'a record that opens and would close is closed by the next one',
    entries: [match(1, 'a', 0), match(1, 'a', 1), match(2, 'b', 1)],
    missing: [],
  },
  {
    name: 'a record that matches twice is closed by the next one, muted or not',
    entries: [match(1, 'a', 0), match(1, 'a', 0), match(1, 'b', 1, true)],
    missing: [],
  },
];

describe('the windows in which nothing follows', () => {
  it.each(cases)('$name', ({ entries, missing }) => {
    expect([...absences(entries, 5_000, 1, false)].map(({ fromMs }) => fromMs / 1_000)).toEqual(missing);
  });
});
