import { parseArgs } from 'node:util';
import { type KafkaClientName, kafkaClientNames } from '@trailhound/adapter-kafka';
import { chaosFaults } from '../faults/index.js';
import { defaultSettings, type PlantedBug, plantedBugs } from '../lab/lab-settings.js';

export interface ChaosOptions {
  readonly kind: 'run';
  /** Numbers of the matrix. */
  readonly faults: readonly number[];
  /** As it was asked for: `core`, `all` or numbers. */
  readonly asked: string;
  readonly seeds: readonly number[];
  /** No further run begins after so long. */
  readonly minutes: number;
  readonly records: number;
  readonly loadSeconds: number;
  readonly parallel: number;
  /** Where runs leave their logs and results. */
  readonly folder: string;
  readonly isResumed: boolean;
  /** What all services reach Kafka with. */
  readonly client: KafkaClientName;
  readonly schedule?: string;
  readonly planted?: PlantedBug;
}

export type ParsedOptions =
  | ChaosOptions
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string };

const defaults = { seeds: '1', minutes: '600', records: '6000', parallel: '1', out: 'test/chaos/.runs' };

export const { client: defaultClient } = defaultSettings();

/** So that each meets records under way. */
const secondsPerFault = 8;

export const helpText = `npm run chaos -- [options]

Runs Trailhound's services against a real Kafka and a real Redis, feeds them a day of records, breaks everything while it
flows, and holds what came of it against a sequential reference: no alert may be lost, none may come twice.

  --faults core|all|7,11,…  which faults (default core); a run has all of them, in an order its seed chooses
  --seeds N | A-B           how many runs, with the seeds 1 to N, or A to B (default ${defaults.seeds})
  --minutes M               begin no further run after so long (default ${defaults.minutes})
  --parallel N              runs at a time, each with a Kafka and a Redis of its own (default ${defaults.parallel})
  --resume                  leave out runs that an earlier call with the same --out finished well
  --schedule FILE           play one schedule again: every run leaves its own as schedule.json
  --records N               records of a run, before copies (default ${defaults.records})
  --load SECONDS            how long they take to arrive (default ${secondsPerFault} for each fault of a moment)
  --out FOLDER              logs, schedules and results (default ${defaults.out}, below it for another client)
  --client NAME             what the services reach Kafka with: ${kafkaClientNames.join(' or ')} (default ${defaultClient})
  --plant BUG               plant a bug and see the run fail: ${plantedBugs.join(', ')}
  --help                    this text

Faults:
${chaosFaults.map(({ number, title, isCore }) => `  ${String(number).padStart(2)}  ${title}${isCore ? ' (core)' : ''}\n`).join('')}
Progress goes to stderr, the summary is the last line of stdout. Exit codes: 0 nothing was lost and nothing came twice;
1 something was; 2 a wrong call; 3 Kafka or Redis cannot be started. docs/reference/chaos.md is written by core or all
with two seeds or more.

Examples:
  $ npm run chaos
  $ npm run chaos -- --faults 18,19,20 --seeds 5
  $ npm run chaos -- --faults all --seeds 50 --parallel 2 --resume
  $ npm run chaos -- --schedule test/chaos/.runs/core-7/schedule.json
`;

/** The options of a call; a wrong one is a sentence. */
export function parseOptions(args: readonly string[]): ParsedOptions {
  const text = { type: 'string' } as const;
  let values: Readonly<Record<string, string | boolean | undefined>>;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        ...{ faults: text, seeds: text, minutes: text, parallel: text, schedule: text, records: text, load: text },
        ...{ out: text, plant: text, client: text, resume: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
      },
    }));
  } catch (error) {
    return wrong(`${error instanceof Error ? error.message : error}; --help lists the options`);
  }
  if (values['help'] === true) return { kind: 'help' };
  const given = (name: keyof typeof defaults): string => String(values[name] ?? defaults[name]);
  const asked = String(values['faults'] ?? 'core');
  const faults = faultsOf(asked);
  if (typeof faults === 'string') return wrong(faults);
  const seeds = seedsOf(given('seeds'));
  if (seeds === undefined) return wrong(`--seeds ${given('seeds')}: write a number of runs, or A-B`);
  for (const name of ['minutes', 'records', 'load', 'parallel'] as const) {
    const written = name === 'load' ? String(values['load'] ?? loadFor(faults)) : given(name);
    if (!(Number(written) > 0)) return wrong(`--${name} ${written}: write a number above 0`);
  }
  const planted = plantedBugs.find((bug) => bug === values['plant']);
  if (values['plant'] !== undefined && planted === undefined)
    return wrong(`--plant ${values['plant']}: write one of ${plantedBugs.join(', ')}`);
  const client = kafkaClientNames.find((name) => name === (values['client'] ?? defaultClient));
  if (client === undefined) return wrong(`--client ${values['client']}: write ${kafkaClientNames.join(' or ')}`);
  const folder = values['out'] === undefined && client !== defaultClient ? `${defaults.out}/${client}` : given('out');
  return {
    kind: 'run',
    ...{ faults, asked, seeds, isResumed: values['resume'] === true, folder, client },
    ...{ minutes: Number(given('minutes')), records: Number(given('records')) },
    loadSeconds: Number(values['load'] ?? loadFor(faults)),
    parallel: Math.floor(Number(given('parallel'))),
    ...(typeof values['schedule'] === 'string' && { schedule: values['schedule'] }),
    ...(planted !== undefined && { planted }),
  };
}

function loadFor(faults: readonly number[]): number {
  const moments = chaosFaults.filter(({ number, inject }) => faults.includes(number) && inject !== undefined);
  return secondsPerFault * Math.max(1, moments.length);
}

function wrong(message: string): ParsedOptions {
  return { kind: 'wrong', message };
}

function faultsOf(asked: string): readonly number[] | string {
  if (asked === 'all') return chaosFaults.map(({ number }) => number);
  if (asked === 'core') return chaosFaults.filter(({ isCore }) => isCore).map(({ number }) => number);
  const known = chaosFaults.map(({ number }) => number);
  const numbers = asked.split(',').map(Number);
  const unknown = numbers.filter((number) => !known.includes(number));
  return unknown.length === 0 ? numbers : `--faults ${asked}: write core, all or some of ${known.join(',')}`;
}

function seedsOf(text: string): readonly number[] | undefined {
  const [, first, last] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(text) ?? [];
  if (first === undefined) return undefined;
  const [from, to] = last === undefined ? [1, Number(first)] : [Number(first), Number(last)];
  return from >= 1 && to >= from ? Array.from({ length: to - from + 1 }, (_, at) => from + at) : undefined;
}
