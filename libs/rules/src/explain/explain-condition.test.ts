import { viewOf } from '@trailhound/cloudtrail';
import { describe, expect, it } from 'vitest';
import type { Condition } from '../condition/condition.js';
import { threatstack } from '../languages/threatstack/threatstack.js';
import { type Explanation, explainCondition } from './explain-condition.js';

function explain(filter: string, record: unknown): Explanation {
  const result = threatstack.lower(filter, {});
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return explainCondition(result.value.condition, filter, viewOf(record));
}

describe('an explained condition', () => {
  it('tells of each part what was asked, what was seen and what came of it, in the words of the source', () => {
    const explained = explain('eventName = “StopLogging” and not (ip = "10.0.0.1" or requestParameters.x != null)', {
      eventName: 'StopLogging',
      sourceIPAddress: '10.0.0.1',
    });
    expect(explained).toMatchObject({
      kind: 'and',
      outcome: 'no-match',
      expected: '',
      parts: [
        {
          text: 'eventName = “StopLogging”',
          span: { start: 0, end: 25 },
          path: 'eventName',
          expected: 'is "StopLogging"',
          seen: '"StopLogging"',
          outcome: 'match',
        },
        {
          kind: 'not',
          outcome: 'no-match',
          parts: [
            {
              kind: 'or',
              outcome: 'match',
              parts: [
                { text: 'ip = "10.0.0.1"', path: 'sourceIPAddress', outcome: 'match', seen: '"10.0.0.1"' },
                {
                  path: 'requestParameters.x',
                  expected: 'is present and not null',
                  seen: 'missing',
                  outcome: 'no-match',
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it('shows the first values of a long list', () => {
    const record = { requestParameters: { names: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] } };
    expect(explain('requestParameters.names = "z"', record).seen).toBe('"a", "b", "c", "d", "e" and 2 more');
  });

  it('tells an error from a silence', () => {
    const run = () => 'error' as const;
    const condition: Condition = { kind: 'ext', engine: 'jmespath', source: 'length(@)', needs: [], run };
    expect(explainCondition(condition, '', viewOf({}))).toMatchObject({
      outcome: 'error',
      expected: 'holds: "length(@)"',
    });
  });
});
