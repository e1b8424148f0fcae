import { expect, it } from 'vitest';
import { reportText } from '../kit/report.js';
import { ownSets } from './corpora.js';
import { engineReport, type SetResult } from './engine-report.js';
import type { UpdateCost } from './measure-updates.js';
import type { EngineName } from './run-engines.js';

const facts = { records: 1000, rounds: 3, pinning: 'not pinned' };

/** What a run gave: by set the speed of each engine, and the number of matches. */
function results(speeds: Readonly<Record<string, Partial<Record<EngineName, number>>>>, matches = 7_500): SetResult[] {
  return ownSets.map((set) => {
    const figures = Object.entries(speeds[set.name] ?? {}).map(([engine, eventsPerSecond]) => ({
      engine: engine as EngineName,
      ...{ rules: set.rules, events: 1000, eventsPerSecond, checksum: 1 },
      matches: set.name === '10000' ? matches : 7_500,
    }));
    return { set, figures };
  });
}

const good = {
  100: { trailhound: 500, 'event-ruler': 100 },
  1000: { trailhound: 400, 'json-parse': 400, 'event-ruler': 80 },
  10000: { trailhound: 170, 'event-ruler': 34 },
  names: { trailhound: 100, 'event-ruler': 100 },
  eventless: { trailhound: 199, 'event-ruler': 40 },
};
const updates = (longestTurnMs: number): UpdateCost[] => [
  { change: 'load all', cpuMs: 5_000, longestTurnMs: 80 },
  { change: 'change', cpuMs: 500, longestTurnMs },
];

it('holds the engine against the targets of the sets that have them, and a change against how long it may block', () => {
  const { targets } = engineReport(results(good), updates(12.34), facts);
  expect(targets.map(({ what, measured, isMet }) => [what, measured, isMet])).toEqual([
    ['times event-ruler, 100 rules', '5.00', true],
    ['times event-ruler, 1,000 rules', '5.00', true],
    ['times event-ruler, 10,000 rules', '5.00', true],
    ['times event-ruler, 1,000, of them 200 without an event name', '4.97', false],
    ['times JSON.parse, 1,000 rules', '1.00', true],
    ['cost of 10,000 rules in that of 100, at as many matches', '2.94', true],
    ['longest turn as one of 10,000 rules is changed, added or removed, ms', '12.3', true],
  ]);
  expect(engineReport(results(good), updates(50), facts).targets.at(-1)?.isMet).toBe(false);
});

it('does not compare the cost of rules that match more', () => {
  const { targets } = engineReport(results(good, 9_000), [], facts);
  expect(targets.at(-1)).toMatchObject({ measured: '7500 and 9000 matches', isMet: false });
});

it('shows what a change takes beside loading all', () => {
  const text = reportText(engineReport(results(good), updates(12.34), facts));
  expect(text).toMatch(/one changed +\| +500 ms \| +0\.10 \| +12\.3 ms/);
});
