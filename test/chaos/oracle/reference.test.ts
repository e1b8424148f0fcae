import { readdirSync, readFileSync } from 'node:fs';
import { seededRandom } from '@trailhound/testkit';
import { describe, expect, it } from 'vitest';
import { chaosRecords } from '../input/records.js';
import { chaosRules } from '../input/rules.js';
import { referenceAlerts } from './reference.js';

describe('the sequential reference', () => {
  it.each([1, 2, 3])(
    'gives the same alerts for the sorted records of seed %i and for three shuffles of them',
    (seed) => {
      const { records } = chaosRecords(seed, 2_000);
      const sorted = records.toSorted((a, b) => (String(a['eventTime']) < String(b['eventTime']) ? -1 : 1));
      const expected = [...referenceAlerts(chaosRules, sorted).keys()].sort();
      for (const shuffle of [1, 2, 3]) {
        const shuffled = seededRandom(`${seed} ${shuffle}`).shuffled(records);
        expect([...referenceAlerts(chaosRules, shuffled).keys()].sort()).toEqual(expected);
      }
      expect(expected.length).toBeGreaterThan(200);
    },
  );

  it('has alerts of every rule, marked ones too', () => {
    const alerts = [...referenceAlerts(chaosRules, chaosRecords(1, 6_000).records).values()];
    const told = new Set(alerts.filter(({ isSuppressed }) => !isSuppressed).map(({ rule }) => rule.id));
    const muted = new Set(alerts.filter(({ isSuppressed }) => isSuppressed).map(({ rule }) => rule.id));
    const { rules, correlations } = chaosRules;
    expect([...told].sort()).toEqual([...rules, ...correlations].map(({ id }) => id).sort());
    const withMuted = ['bucket-burst', 'key-and-trail', 'trail-stopped'];
    expect([...muted].sort()).toEqual(withMuted);
  });

  it('knows nothing of the product', () => {
    const folder = new URL('.', import.meta.url);
    const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
    const imported = files.flatMap((file) =>
      [...readFileSync(new URL(file, folder), 'utf8').matchAll(/from '([^']+)'/g)].map(([, from]) => from),
    );
    expect(files.length).toBeGreaterThan(1);
    expect(imported.filter((from) => !/^(node:crypto|\.\/|\.\.\/input\/rules\.js)/.test(from ?? ''))).toEqual([]);
  });
});
