import { describe, expect, it } from 'vitest';
import { compareSeverity, type Severity, severities, severityFrom } from './severity.js';

describe('severities of all rule languages', () => {
  it.each([
    ['critical', 'critical'],
    ['High', 'high'],
    ['MEDIUM', 'medium'],
    ['low', 'low'],
    ['Info', 'info'],
    ['informational', 'info'],
    [1, 'high'],
    [2, 'medium'],
    ['3', 'low'],
  ] as const)('%s is %s', (spelling, severity) => {
    expect(severityFrom(spelling)).toBe(severity);
  });

  it.each(['', 'urgent', 0, 4])('%s is none', (spelling) => {
    expect(severityFrom(spelling)).toBeUndefined();
  });

  it('are sorted most severe first', () => {
    const shuffled: Severity[] = ['low', 'critical', 'info', 'medium', 'high'];
    expect(shuffled.sort(compareSeverity)).toEqual([...severities]);
  });
});
