import type { RecordView } from '@trailhound/cloudtrail';
import type { TextTest } from './condition.js';
import { compileTextTest } from './leaf-test.js';

/**
 * Compiles a test of an object or array as compact JSON text, and of the same text with `\"` read as `"`: policy
 * documents stand in CloudTrail records as JSON inside strings.
 */
export function jsonTextTest(test: TextTest): (value: unknown) => boolean {
  const matches = compileTextTest(test);
  return (value) => {
    if (typeof value !== 'object' || value === null) return false;
    const text = JSON.stringify(value);
    return matches(text) || (text.includes('\\"') && matches(text.replaceAll('\\"', '"')));
  };
}

/** Compiles a keyword search: whether some string value anywhere in the record contains one of the terms. */
export function recordHasText(terms: readonly string[], fold = false): (record: RecordView) => boolean {
  const wanted = fold ? terms.map((term) => term.toLowerCase()) : terms;
  return (record) =>
    someText(record, (value) => {
      const text = fold ? value.toLowerCase() : value;
      return wanted.some((term) => text.includes(term));
    });
}

/** Whether some string value anywhere in the record satisfies the test. */
export function someText(record: RecordView, test: (text: string) => boolean): boolean {
  const pending: unknown[] = [record.root('record')];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value === 'string') {
      if (test(value)) return true;
    } else if (typeof value === 'object' && value !== null) {
      for (const member of Object.values(value)) pending.push(member);
    }
  }
  return false;
}
