import { readFileSync } from 'node:fs';
import type { Verdict } from './workers/worker-protocol.js';

/** True when two engines matched the same rules on the same records. */
export function agree(one: Verdict, other: Verdict): boolean {
  return one.matches === other.matches && one.checksum === other.checksum;
}

/** A record and a rule that only one of two engines matched. */
export interface Difference {
  readonly line: number;
  readonly rule: number;
  /** Whether it was the first of the two. */
  readonly inFirst: boolean;
}

/** The first pair, by line and then by rule, that stands in one of two files of `line:rule` only; up to line `records`. */
export function firstDifference(
  first: string,
  second: string,
  records = Number.POSITIVE_INFINITY,
): Difference | undefined {
  const [a, b] = [pairs(first, records), pairs(second, records)];
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const [left, right] = [a[at], b[at]];
    if (left !== undefined && right !== undefined && compare(left, right) === 0) continue;
    const inFirst = left !== undefined && (right === undefined || compare(left, right) < 0);
    const [line = 0, rule = 0] = (inFirst ? left : right) ?? [];
    return { line, rule, inFirst };
  }
  return undefined;
}

type Pair = readonly [line: number, rule: number];

function pairs(text: string, records: number): Pair[] {
  const all = text.split('\n').filter((line) => line !== '');
  return all
    .map((line): Pair => {
      const [record, rule] = line.split(':').map(Number);
      return [record ?? 0, rule ?? 0];
    })
    .filter(([line]) => line < records);
}

function compare(a: Pair, b: Pair): number {
  return a[0] - b[0] || a[1] - b[1];
}

/** `firstDifference` of two files. */
export function firstDifferenceOfFiles(first: string, second: string, records?: number): Difference | undefined {
  return firstDifference(readFileSync(first, 'utf8'), readFileSync(second, 'utf8'), records);
}
