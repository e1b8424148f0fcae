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
    ['eventSource = "s" and eventName like "Create%"', 'eventNameTest'],
    ['eventSource = "s" and eventName = "A"', 'eventName A'],
    ['(eventName = "A" and eventSource = "s") or eventSource = "t"', 'alternatives eventName is A eventSource is t'],
    ['eventName = "A" or ip = "x"', 'alternatives eventName is A sourceIPAddress is x'],
    ['eventName like "Create%"', 'eventNameTest'],
    ['eventName != "A"', 'scan'],
    ['eventName = 5', 'eventNameTest'],
    ['eventSource = "s"', 'eventSource s'],
    ['eventSource = "s" and recipientAccountId = "1"', 'eventSource s'],
    ['eventName like "Create%" and errorCode = "x"', 'value x'],
    ['userIdentity.type = "Root" or userIdentity.type = "Nobody"', 'scan'],
    ['userAgent like "%kali%"', 'text kali'],
    ['userAgent like "%a%"', 'scan'],
    ['requestParameters.maxResults > 5', 'presence'],
    ['not (requestParameters.maxResults > 5)', 'scan'],
    ['eventName = "A" and eventName = "B"', 'never'],
    ['eventSource = "s" and eventSource = "t" and eventName = "A"', 'never'],
    ['event_type = "host" and eventName = "A"', 'never'],
    ['requestParameters.eventName = "A"', 'value A'],
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
    ['of the bus', { kind: 'eq', path: busSource, value: 'aws.iam', coerce: 'strict' }, 'value aws.iam'],
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
      'value A',
    ],
  ])('knows a name %s', (_what, condition, expected) => {
    const { bucket, values, foldedValues } = planCondition(condition);
    expect([bucket, ...values, ...foldedValues.map((value) => `~${value}`)].join(' ')).toBe(expected);
  });

  it.each<[Condition, object]>([
    [
      { kind: 'cidr', path: recordPath('sourceIPAddress'), nets: ['10.0.0.0/8', '192.0.2.0/24'] },
      { bucket: 'network', field: 'sourceIPAddress', values: ['10.0.0.0/8', '192.0.2.0/24'] },
    ],
    [
      { kind: 'contains', path: recordPath('userAgent'), text: 'Kali', fold: true, coerce: 'text' },
      { bucket: 'text', field: 'userAgent', values: [], foldedValues: ['kali'] },
    ],
    [
      { kind: 'eq', path: recordPath('errorCode'), value: null, coerce: 'strict' },
      { bucket: 'value', field: 'errorCode', values: ['null'] },
    ],
    [
      { kind: 'exists', path: recordPath('requestParameters', 'x'), mode: 'leaf' },
      { bucket: 'presence', field: 'requestParameters.x', values: [] },
    ],
    [{ kind: 'exists', path: recordPath('userIdentity'), mode: 'present' }, { bucket: 'scan' }],
  ])('names the field that records are found by: %j', (condition, expected) => {
    expect(planCondition(condition)).toMatchObject(expected);
  });

  it('says why, and that a disabled rule is on no record', () => {
    const rule = ruleOf('r', { kind: 'true' }, { enabled: false });
    expect(explainPlan(rule)).toMatchObject({ bucket: 'disabled', reason: 'the rule is not enabled' });
    expect(explainPlan({ ...rule, enabled: true }).reason).toContain('it is tried on every record');
  });
});
