import { describe, expect, it } from 'vitest';
import { controlWithCoralogix, otherSources } from './equivalence/controls.js';
import { matchesOf, packRule, type Variant } from './equivalence/evaluate.js';
import { everyCall } from './equivalence/every-call.js';
import { rootRecords, rootUse } from './equivalence/root-use.js';
import { trailTamper } from './equivalence/trail-tamper.js';

describe('root use, said in every language', () => {
  it.each(rootUse)('$name holds for the same records as the others, but for what is written down', (variant) => {
    const found = matchesOf(
      variant,
      rootRecords.map(({ record }) => record),
    );
    const wrong = rootRecords.filter(({ isRootUse, traits }, index) => {
      const differs = variant.differsOn.some((trait) => traits.includes(trait));
      return differs ? false : found[index] !== isRootUse;
    });
    expect(wrong.map(({ record }) => record)).toEqual([]);
  });

  it.each(rootUse)('$name differs on every trait it is said to differ on', (variant) => {
    const found = matchesOf(
      variant,
      rootRecords.map(({ record }) => record),
    );
    for (const trait of variant.differsOn) {
      const differing = rootRecords.filter(({ isRootUse, traits }, index) => {
        return traits.includes(trait) && found[index] !== isRootUse;
      });
      expect(differing.length, trait).toBeGreaterThan(0);
    }
  });

  it('is asked of records that tell the variants apart', () => {
    expect(rootRecords.filter(({ isRootUse }) => isRootUse).length).toBeGreaterThan(5);
    expect(rootUse.length).toBeGreaterThanOrEqual(6);
  });
});

describe('tampering with a trail', () => {
  const calls = everyCall('cloudtrail.amazonaws.com', ['kms.amazonaws.com']);
  const namesOf = (variant: Variant) => {
    const found = matchesOf(variant, calls);
    return new Set(calls.filter((_, index) => found[index]).map(({ eventName }) => eventName));
  };

  it('is the same list of calls at CIS 4.5 and at Coralogix', () => {
    expect(namesOf(trailTamper.cis)).toEqual(namesOf(trailTamper.coralogix));
    expect(namesOf(trailTamper.cis).size).toBe(5);
  });

  it.each(trailTamper.parts)('of $name is a part of it', (part) => {
    const names = namesOf(part);
    const all = namesOf(trailTamper.coralogix);
    expect(names.size).toBeGreaterThan(1);
    expect(names.isSubsetOf(all)).toBe(true);
    expect(names.size).toBeLessThan(all.size);
  });
});

describe('the calls of a control, at CIS and at Coralogix', () => {
  it.each(controlWithCoralogix)(
    '$control: $cis and $coralogix differ in nothing but what is written down',
    async (row) => {
      const calls = everyCall(
        row.source,
        otherSources.filter((source) => source !== row.source),
      );
      const cis = matchesOf(await packRule('cis-aws', row.cis), calls);
      const coralogix = matchesOf(await packRule('coralogix', row.coralogix), calls);
      const label = ({ eventName, eventSource }: (typeof calls)[number]) =>
        eventSource === row.source ? eventName : `${eventSource} ${eventName}`;
      const only = (a: readonly boolean[], b: readonly boolean[]) =>
        calls.filter((_, index) => a[index] === true && b[index] === false).map(label);
      expect({ onlyCis: only(cis, coralogix), onlyCoralogix: only(coralogix, cis) }).toEqual({
        onlyCis: row.onlyCis,
        onlyCoralogix: row.onlyCoralogix,
      });
      expect(cis.filter(Boolean).length).toBeGreaterThan(0);
    },
  );
});
