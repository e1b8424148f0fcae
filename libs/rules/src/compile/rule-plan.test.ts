import { type FieldPath, recordPath } from '@trailhound/cloudtrail';
import { describe, expect, it } from 'vitest';
import type { Condition } from '../condition/condition.js';
import { threatstack } from '../languages/threatstack/threatstack.js';
import { ruleOf } from './rule.arbitrary.js';
import { explainPlan, planCondition } from './rule-plan.js';

function planOf(filter: string): string {
  const result = threatstack.lower(filter, {});
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  const { bucket, values, foldedValues } = planCondition(result.value.condition);
  return [bucket, ...values, ...foldedValues.map((value) => `~${value}`)].join(' ');
}

describe('the plan of a rule', () => {
  it.each([
    ['eventName = "A"', 'eventName A'],
    ['eventName = "B" or eventName = "A"', 'eventName A B'],
    ['eventName in ("A", "B") and ip = "x"', 'eventName A B'],
    ['eventName in ("A", "B") and eventName in ("B", "C")', 'eventName B'],
    ['eventName in ("A", "B") and eventName != "A"', 'eventName A B'],
    ['(eventName = "A" and ip = "x") or (eventName = "B" and not user = "y")', 'eventName A B'],
    ['not (eventName != "A" or ip = "x")', 'eventName A'],
    ['eventSource = "s" and eventName like "Create%"', 'eventSource s'],
    ['eventSource = "s" and eventName = "A"', 'eventName A'],
    ['(eventName = "A" and eventSource = "s") or eventSource = "t"', 'eventSource s t'],
    ['eventName = "A" or ip = "x"', 'scan'],
    ['eventName like "Create%"', 'scan'],
    ['eventName != "A"', 'scan'],
    ['user = "x"', 'scan'],
    ['eventName = 5', 'scan'],
    ['eventName = "A" and eventName = "B"', 'never'],
    ['eventSource = "s" and eventSource = "t" and eventName = "A"', 'never'],
    ['event_type = "host" and eventName = "A"', 'never'],
    ['requestParameters.eventName = "A"', 'scan'],
  ])('%s is kept under %s', (filter, expected) => {
    expect(planOf(filter)).toBe(expected);
  });

  const name = recordPath('eventName');
  const inEnvelope: FieldPath = { ...recordPath('detail', 'eventName'), root: 'envelope', flattenDots: true };
  const busSource: FieldPath = { ...recordPath('source'), root: 'envelope' };
  it.each<[string, Condition, string]>([
    [
      'in any case',
      { kind: 'eq', path: name, value: 'StopLogging', coerce: 'text', fold: true },
      'eventName ~stoplogging',
    ],
    [
      'in any case and exactly',
      {
        kind: 'and',
        of: [
          { kind: 'eq', path: name, value: 'StopLogging', coerce: 'text', fold: true },
          { kind: 'in', path: name, values: ['STOPLOGGING', 'Other'], coerce: 'text' },
        ],
      },
      'eventName STOPLOGGING',
    ],
    [
      'known to be there',
      {
        kind: 'or',
        of: [
          { kind: 'eq', path: name, value: 'A', coerce: 'strict' },
          { kind: 'isNull', path: name, mode: 'missingOrNull' },
          {
            kind: 'and',
            of: [
              { kind: 'exists', path: name, mode: 'present' },
              { kind: 'not', of: { kind: 'type', path: name, types: ['string'] } },
            ],
          },
        ],
      },
      'eventName A',
    ],
    ['of the envelope', { kind: 'eq', path: inEnvelope, value: 'A', coerce: 'strict' }, 'eventName A'],
    ['that is no text', { kind: 'eq', path: name, value: 5, coerce: 'strict' }, 'never'],
    ['anything but', { kind: 'eq', path: name, value: 'A', coerce: 'text', neg: true }, 'scan'],
    ['of the bus', { kind: 'eq', path: busSource, value: 'aws.iam', coerce: 'strict' }, 'scan'],
    [
      'guarding an expression',
      {
        kind: 'ext',
        engine: 'jmespath',
        source: 's',
        needs: [],
        run: () => 'match',
        guard: { kind: 'eq', path: name, value: 'A', coerce: 'text' },
      },
      'eventName A',
    ],
    [
      'inside a test of elements',
      {
        kind: 'elem',
        path: recordPath('x'),
        quantifier: 'any',
        of: { kind: 'eq', path: name, value: 'A', coerce: 'text' },
      },
      'scan',
    ],
  ])('knows a name %s', (_what, condition, expected) => {
    const { bucket, values, foldedValues } = planCondition(condition);
    expect([bucket, ...values, ...foldedValues.map((value) => `~${value}`)].join(' ')).toBe(expected);
  });

  it('says why, and that a disabled rule is on no record', () => {
    const rule = ruleOf('r', { kind: 'true' }, { enabled: false });
    expect(explainPlan(rule)).toMatchObject({ bucket: 'disabled', reason: 'the rule is not enabled' });
    expect(explainPlan({ ...rule, enabled: true }).reason).toContain('without a certain event name');
  });
});
