import { viewOf } from '@trailhound/cloudtrail';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileCondition } from '../condition/compile-condition.js';
import type { Condition } from '../condition/condition.js';
import { threatstack } from '../languages/threatstack/threatstack.js';
import { compareConditions } from './compare-conditions.js';

function condition(filter: string): Condition {
  const lowered = threatstack.lower(filter, {});
  if (!lowered.ok) throw new Error(JSON.stringify(lowered.problems));
  return lowered.value.condition;
}

const compare = (a: string, b: string) => compareConditions(condition(a), condition(b));
const volume = 'eventName = "CreateVolume" and eventSource = "ec2.amazonaws.com"';

describe('comparing two conditions', () => {
  it.each([
    ['a rule with itself', volume, volume, 'equal'],
    ['the same written differently', 'eventName = "A" or eventName = "B"', 'eventName in ("B", "A")', 'equal'],
    ['a rule and the same with one more condition', `${volume} and errorCode = null`, volume, 'narrower'],
    ['a rule and a part of it', 'eventName in ("A", "B")', 'eventName = "A"', 'wider'],
    ['different events', 'eventName = "A"', 'eventName = "B"', 'disjoint'],
    ['a condition and its opposite', 'errorCode = null', 'errorCode != null', 'complementary'],
    ['two rules that share some records', 'eventName = "A"', 'awsRegion = "us-east-1"', 'overlapping'],
  ])('%s: %s and %s are %s, proven', (_, a, b, relation) => {
    expect(compare(a, b)).toMatchObject({ relation, isProven: true });
  });

  it('shows why the twins of the unencrypted volume are no opposites: the field may be absent', () => {
    const unencrypted = condition(`${volume} and requestParameters.encrypted = "false"`);
    const encrypted = condition(`${volume} and requestParameters.encrypted = "true"`);
    const notTrue = condition(`${volume} and requestParameters.encrypted != "true"`);
    const comparison = compareConditions(unencrypted, notTrue);
    expect(comparison.onlyB).toMatchObject({ eventName: 'CreateVolume' });
    expect((comparison.onlyB as { requestParameters?: object }).requestParameters ?? {}).not.toHaveProperty(
      'encrypted',
      false,
    );
    expect(compareConditions(unencrypted, encrypted).neither).toBeDefined();
  });

  it('says so when it only tried', () => {
    const comparison = compare('eventName starts_with "Create"', 'eventName like "Create*"');
    expect(comparison).toMatchObject({ relation: 'equal', isProven: false });
    expect(comparison.reason).toContain('eventName');
  });

  it('takes records that are given', () => {
    const given = [{ eventName: 'CreateTrailer' }];
    const [a, b] = [
      condition('eventName starts_with "CreateTrail"'),
      condition('eventName in ("CreateTrail", "CreateTrailx")'),
    ];
    expect(compareConditions(a, b, given)).toMatchObject({ relation: 'wider', onlyA: { eventName: 'CreateTrailer' } });
  });

  it('never calls two conditions equal that a record tells apart, when it says it proved it', () => {
    const field = fc.constantFrom('eventName', 'awsRegion', 'requestParameters.encrypted', 'userIdentity.type');
    const value = fc.constantFrom('"A"', '"B"', '"true"', 'null', 'false');
    const test = fc.tuple(field, fc.constantFrom('=', '!='), value).map((parts) => parts.join(' '));
    const filter = fc.letrec<{ filter: string }>((tie) => ({
      filter: fc.oneof(
        { maxDepth: 3, depthSize: 'small' },
        test,
        fc.tuple(tie('filter'), fc.constantFrom('and', 'or'), tie('filter')).map(([a, op, b]) => `(${a} ${op} ${b})`),
        tie('filter').map((inner) => `not (${inner})`),
      ),
    })).filter;
    const scalar = fc.constantFrom('A', 'B', 'true', true, false, null, 'C');
    const record = fc.record(
      {
        eventName: fc.constantFrom('A', 'B', 'C', 'true'),
        awsRegion: fc.constantFrom('A', 'B', 'D'),
        requestParameters: fc.record(
          { encrypted: fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })) },
          { requiredKeys: [] },
        ),
        userIdentity: fc.record({ type: scalar }, { requiredKeys: [] }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(filter, filter, fc.array(record, { minLength: 10, maxLength: 30 }), (one, two, records) => {
        const [a, b] = [condition(one), condition(two)];
        const { relation, isProven } = compareConditions(a, b);
        if (!isProven) return;
        const [left, right] = [compileCondition(a), compileCondition(b)];
        for (const value of records) {
          const [inA, inB] = [left(viewOf(value)) === 'match', right(viewOf(value)) === 'match'];
          if (relation === 'equal') expect(inA).toBe(inB);
          if (relation === 'narrower' && inA) expect(inB).toBe(true);
          if (relation === 'wider' && inB) expect(inA).toBe(true);
          if (relation === 'disjoint' || relation === 'complementary') expect(inA && inB).toBe(false);
          if (relation === 'complementary') expect(inA || inB).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});
