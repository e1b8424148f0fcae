import type { Report, Section, Target } from '../kit/report.js';
import { rate, ratio } from '../kit/table.js';
import type { OwnSet } from './corpora.js';
import type { EngineFigures, EngineName } from './run-engines.js';

/** A set with what the engines made of it. */
export interface SetResult {
  readonly set: OwnSet;
  readonly figures: readonly EngineFigures[];
}

const timesEventRuler = 5;
const costGrowth = 3;

export function engineReport(
  results: readonly SetResult[],
  { records, rounds, pinning }: { readonly records: number; readonly rounds: number; readonly pinning: string },
): Report {
  return {
    name: 'engine',
    title: 'Rule engines side by side',
    sections: [section(results, { records, rounds, pinning })],
    targets: targetsOf(results),
  };
}

function section(
  results: readonly SetResult[],
  { records, rounds, pinning }: { readonly records: number; readonly rounds: number; readonly pinning: string },
): Section {
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
  const speed = (set: string, engine: EngineName): number | undefined =>
    results.find((result) => result.set.name === set)?.figures.find((found) => found.engine === engine)
      ?.eventsPerSecond;
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
  // Cost is the time of one record, the inverse of speed.
  add(
    'cost of 10,000 rules in that of 100',
    speed('100', 'trailhound'),
    speed('10000', 'trailhound'),
    'most',
    costGrowth,
  );
  return targets;
}
