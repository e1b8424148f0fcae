import { compareConditions } from '@trailhound/rules';
import { describe, expect, it } from 'vitest';
import { ruleOf } from './equivalence/evaluate.js';
import { rootRecords, rootUse } from './equivalence/root-use.js';

interface RootUseRecord {
  readonly userIdentity?: { readonly type?: unknown; readonly invokedBy?: unknown };
  readonly eventType?: unknown;
}

/** CloudTrail writes a text in each of these members, or nothing: here stands something else. */
function isUnheardOf({ userIdentity, eventType }: RootUseRecord): boolean {
  const written = [userIdentity?.type, userIdentity?.invokedBy, eventType];
  return written.some((value) => value !== undefined && value !== null && typeof value !== 'string');
}

describe('comparing the root-use rules of several languages', () => {
  const [exact] = rootUse.filter(({ differsOn }) => differsOn.length === 0);
  if (!exact) throw new Error('no variant without differences');
  const records = rootRecords.map(({ record }) => record);

  it.each(rootUse)('finds what is known to tell $name apart, or nothing that CloudTrail writes', (variant) => {
    const { relation, onlyA, onlyB } = compareConditions(ruleOf(exact).condition, ruleOf(variant).condition, records);
    const apart = [onlyA, onlyB].filter((record) => record !== undefined) as RootUseRecord[];
    // A trigger is about the event names it lists, the others are about any.
    if (variant.differsOn.length > 0 || variant.document.includes('eventNames')) {
      expect(relation).not.toBe('equal');
      expect(apart.length).toBeGreaterThan(0);
    } else expect(apart.filter((record) => !isUnheardOf(record))).toEqual([]);
  });

  it('proves that a rule equals itself', () => {
    const comparison = compareConditions(ruleOf(exact).condition, ruleOf(exact).condition);
    expect(comparison).toMatchObject({ relation: 'equal', isProven: true });
  });
});
