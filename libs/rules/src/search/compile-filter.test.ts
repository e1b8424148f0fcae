import { viewOf } from '@trailhound/cloudtrail';
import { formatProblem } from '@trailhound/contracts';
import { describe, expect, it } from 'vitest';
import { compileFilter } from './compile-filter.js';

describe('a search filter', () => {
  it('answers for each record', () => {
    const filter = compileFilter('eventName = "CreateTable" and ip in {{mine}}', 'threatstack', { mine: ['10.0.0.1'] });
    if (!filter.ok) throw new Error('refused');
    const outcome = (sourceIPAddress: string) =>
      filter.value.test(viewOf({ eventName: 'CreateTable', sourceIPAddress }));
    expect([outcome('10.0.0.1'), outcome('10.0.0.2')]).toEqual(['match', 'no-match']);
  });

  it.each([
    ['a = 1 and', 'threatstack', 'FILTER:1:10: E-SYNTAX'],
    ['a = 1\n  or b ==', 'threatstack', 'FILTER:2:10: E-SYNTAX'],
    ['a = {{x}}', 'threatstack', 'FILTER:1:5: E-VALUE-UNKNOWN'],
    [
      'a = 1',
      'threatstak',
      'RULE_UNKNOWN_LANGUAGE there is no language "threatstak" for filters (fix: did you mean threatstack?)',
    ],
    [
      'a = 1',
      'sigma',
      'RULE_UNKNOWN_LANGUAGE there is no language "sigma" for filters (fix: available: threatstack, lucene, cloudwatch, jsonata)',
    ],
  ])('%j in %s says where and what is wrong', (text, language, problem) => {
    const filter = compileFilter(text, language);
    expect(filter.ok ? [] : filter.problems.map(formatProblem)[0]).toContain(problem);
  });
});
