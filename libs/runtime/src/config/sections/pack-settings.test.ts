import type { PackAdaptation } from '@trailhound/rules';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { PackSettings } from './pack-settings.js';

describe('packs of the configuration', () => {
  it('are what a rule set takes as adaptation of a pack', () => {
    expectTypeOf<PackSettings>().toExtend<PackAdaptation>();
  });

  it.each([
    { name: 'a severity for each rule', settings: { severity: { r1: 'low' } } },
    { name: 'disable: false', settings: { disable: false } },
    { name: 'a value that is a mapping', settings: { values: { regions: { a: 1 } } } },
    { name: 'a value of an odd name', settings: { values: { 'a b': 1 } } },
  ])('refuse $name', ({ settings }) => {
    expect(PackSettings.safeParse(settings).success).toBe(false);
  });
});
