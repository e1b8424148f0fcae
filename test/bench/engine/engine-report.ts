import type { Report, Section, Target } from '../kit/report.js';
import { rate, ratio } from '../kit/table.js';
import type { OwnSet } from './corpora.js';
import type { UpdateCost } from './measure-updates.js';
import type { EngineFigures, EngineName } from './run-engines.js';

/** A set with what the engines made of it. */
export interface SetResult {
  readonly set: OwnSet;
  readonly figures: readonly EngineFigures[];
}

const timesEventRuler = 5;
const costGrowth = 3;
/** Where the number of matches differs more, cost is not that of rules alone. */
const alikeMatches = 1.05;
const longestTurnMs = 50;

/** How it was measured. */
interface EngineRunFacts {
  readonly records: number;
  readonly rounds: number;
  readonly pinning: string;
}

/** `updates`: none where they were not measured. */
export function engineReport(
  results: readonly SetResult[],
  updates: readonly UpdateCost[],
  facts: EngineRunFacts,
): Report {
  return {
    name: 'engine',
    title: 'Rule engines side by side',
    sections: [section(results, facts), ...(updates.length > 0 ? [updateSection(updates, facts)] : [])],
    targets: [...targetsOf(results), ...updateTargets(updates)],
  };
}

function updateSection(updates: readonly UpdateCost[], { rounds }: EngineRunFacts): Section {
  const all = updates.find(({ change }) => change === 'load all')?.cpuMs ?? 0;
  return {
    title: 'A change of one rule among 10,000',
    text: [
      'Each rule is a file of its own in a folder that is followed, as `trailhound run` does; from the change of the file ' +
        `to the new set in force, two looks at all files included. CPU time of the thread: the median of ${rounds} rounds, ` +
        'and the longest turn of its event loop in any of them, in a pass of its own.',
    ],
    table: {
      headings: ['change', 'CPU time', 'of loading all', 'longest turn'],
      rows: updates.map((one) => [
        one.change === 'load all' ? 'all 10,000 loaded' : `one ${pastOf[one.change]}`,
        `${one.cpuMs.toFixed(0)} ms`,
        ratio(one.cpuMs, all),
        `${one.longestTurnMs.toFixed(1)} ms`,
      ]),
    },
  };
}

const pastOf = { change: 'changed', add: 'added', remove: 'removed' } as const;

function updateTargets(updates: readonly UpdateCost[]): readonly Target[] {
  const longest = updates.flatMap((one) => (one.change === 'load all' ? [] : [one.longestTurnMs]));
  if (longest.length === 0) return [];
  const most = Math.max(...longest);
  const what = 'longest turn as one of 10,000 rules is changed, added or removed, ms';
  return [{ what, wanted: `less than ${longestTurnMs}`, measured: most.toFixed(1), isMet: most < longestTurnMs }];
}

function section(results: readonly SetResult[], { records, rounds, pinning }: EngineRunFacts): Section {
  return {
    title: 'Events a second on one processor',
    text: [
      `${records.toLocaleString('en')} generated CloudTrail records, bytes in, list of matching rule ids out, JSON handling ` +
        `included; loading and compiling left out. Each engine is a process of its own (${pinning}), warmed up, and measured ` +
        `in ${rounds} rounds in turns, of which the median counts. All agree on every match; the naive engine, which tries ` +
        'every rule, is asked about the first 2,000 records.',
    ],
    table: {
      headings: [
        'rules',
        'matches a record',
        'trailhound',
        'JSON.parse alone',
        'naive',
        'event-ruler',
        'times JSON.parse',
        'times naive',
        'times event-ruler',
      ],
      rows: results.map(({ set, figures }) => {
        const of = (engine: EngineName) => figures.find((found) => found.engine === engine);
        const own = of('trailhound');
        const speed = (engine: EngineName) => (of(engine) ? rate(of(engine)?.eventsPerSecond ?? 0) : '–');
        const times = (engine: EngineName) => {
          const other = of(engine);
          return own && other ? ratio(own.eventsPerSecond, other.eventsPerSecond) : '–';
        };
        return [
          set.title,
          own ? ((own.matches ?? 0) / own.events).toPrecision(2) : '–',
          ...(['trailhound', 'json-parse', 'naive', 'event-ruler'] as const).map(speed),
          ...(['json-parse', 'naive', 'event-ruler'] as const).map(times),
        ];
      }),
    },
  };
}

/** The targets that these sets can show; one whose peer could not run is left out. */
export function targetsOf(results: readonly SetResult[]): Target[] {
  const figures = (set: string, engine: EngineName): EngineFigures | undefined =>
    results.find((result) => result.set.name === set)?.figures.find((found) => found.engine === engine);
  const speed = (set: string, engine: EngineName) => figures(set, engine)?.eventsPerSecond;
  const targets: Target[] = [];
  const add = (
    what: string,
    one: number | undefined,
    other: number | undefined,
    bound: 'least' | 'most',
    limit: number,
  ) => {
    if (one === undefined || other === undefined) return;
    const isMet = bound === 'least' ? one / other >= limit : one / other <= limit;
    targets.push({ what, wanted: `at ${bound} ${limit}`, measured: ratio(one, other), isMet });
  };
  for (const set of ['100', '1000', '10000', 'eventless']) {
    const title = results.find((result) => result.set.name === set)?.set.title;
    add(`times event-ruler, ${title}`, speed(set, 'trailhound'), speed(set, 'event-ruler'), 'least', timesEventRuler);
  }
  add('times JSON.parse, 1,000 rules', speed('1000', 'trailhound'), speed('1000', 'json-parse'), 'least', 1);
  const [few, many] = [figures('100', 'trailhound'), figures('10000', 'trailhound')];
  const [fewMatches, manyMatches] = [few?.matches ?? 0, many?.matches ?? 0];
  if (Math.max(fewMatches, manyMatches) > alikeMatches * Math.min(fewMatches, manyMatches)) {
    const measured = `${fewMatches} and ${manyMatches} matches`;
    targets.push({ what: 'cost of 10,000 rules in that of 100', wanted: 'as many matches', measured, isMet: false });
  } else {
    // Cost is the time of one record, the inverse of speed.
    const [cheap, dear] = [few?.eventsPerSecond, many?.eventsPerSecond];
    add('cost of 10,000 rules in that of 100, at as many matches', cheap, dear, 'most', costGrowth);
  }
  return targets;
}
