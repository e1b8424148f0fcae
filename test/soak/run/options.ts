import { parseArgs } from 'node:util';
import { hourMs, regionNames } from '../organisation/records.js';

export interface SoakOptions {
  readonly kind: 'run';
  readonly accounts: number;
  readonly regions: number;
  readonly hours: number;
  readonly seed: number;
  /** Epoch milliseconds; absent: so that the last hour is the one that ended last. */
  readonly startMs?: number;
  readonly kills: number;
  /** All of it may take so long. */
  readonly minutes: number;
  readonly folder: string;
}

export type ParsedOptions =
  | SoakOptions
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string };

const defaults = { accounts: '40', regions: '6', hours: '24', seed: '1', kills: '24', minutes: '240' } as const;
const mostAccounts = 500;
const mostHours = 14 * 24;

export const helpText = `npm run soak -- collector [options]

Has an organisation's CloudTrail collected by a real cluster of Trailhound, kills its processes, and holds what came of it
against what happened. Two trails deliver into one bucket, so that every management event comes twice, and writes come
over EventBridge as well; 2 % of the records are late by up to 20 hours, 5 % of the messages come twice, objects are
overwritten and deleted. At the end every record is in Kafka, every alert was told once, the completeness report is
clean, and \`trailhound verify\` names the one object that was deleted.

  --accounts N     accounts of the organisation (default ${defaults.accounts}, at most ${mostAccounts})
  --regions N      regions of each (default ${defaults.regions}, at most ${regionNames.length})
  --hours N        hours of activity, in hourly objects (default ${defaults.hours}, at most ${mostHours})
  --seed N         what happens, when it comes and who is killed (default ${defaults.seed})
  --start TIME     when it begins, a whole hour in UTC, to play a run again (default: it ends with the last full hour)
  --kills N        processes killed by SIGKILL while it flows (default ${defaults.kills})
  --minutes M      give up when all of it takes longer (default ${defaults.minutes})
  --out FOLDER     logs and configuration (default test/soak/.runs)
  --help           this text

Progress goes to stderr, the verdict is the last line of stdout. Exit codes: 0 everything holds; 1 something does not, or
a wait came to nothing; 2 a wrong call; 3 Kafka, Redis or the AWS API cannot be started.

Examples:
  $ npm run soak -- collector
  $ npm run soak -- collector --accounts 4 --regions 2 --seed 7
`;

/** The options of a call; a wrong one is a sentence. */
export function parseOptions(args: readonly string[]): ParsedOptions {
  const text = { type: 'string' } as const;
  let values: Readonly<Record<string, string | boolean | undefined>>;
  let positionals: readonly string[];
  try {
    ({ values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...{
          accounts: text,
          regions: text,
          hours: text,
          seed: text,
          start: text,
          kills: text,
          minutes: text,
          out: text,
        },
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    return wrong(`${error instanceof Error ? error.message : error}; --help lists the options`);
  }
  if (values['help'] === true) return { kind: 'help' };
  if (positionals.length !== 1 || positionals[0] !== 'collector')
    return wrong('write what is to be soaked: npm run soak -- collector');
  const numbers = new Map<string, number>();
  for (const [name, least, most] of bounds) {
    const written = String(values[name] ?? defaults[name]);
    const number = /^\d{1,9}$/.test(written) ? Number(written) : Number.NaN;
    if (!(number >= least && number <= most))
      return wrong(`--${name} ${written}: write a whole number from ${least} to ${most}`);
    numbers.set(name, number);
  }
  const number = (name: keyof typeof defaults): number => numbers.get(name) ?? 0;
  const startMs = values['start'] === undefined ? undefined : Date.parse(String(values['start']));
  if (startMs !== undefined && !(startMs % hourMs === 0 && startMs + number('hours') * hourMs <= Date.now()))
    return wrong(`--start ${values['start']}: write a whole hour, such as 2026-03-02T00:00:00Z, that many hours ago`);
  return {
    kind: 'run',
    ...{ accounts: number('accounts'), regions: number('regions'), hours: number('hours'), seed: number('seed') },
    ...{ kills: number('kills'), minutes: number('minutes'), folder: String(values['out'] ?? 'test/soak/.runs') },
    ...(startMs !== undefined && { startMs }),
  };
}

const bounds: readonly (readonly [keyof typeof defaults, number, number])[] = [
  ['accounts', 1, mostAccounts],
  ['regions', 1, regionNames.length],
  ['hours', 1, mostHours],
  ['seed', 0, 999_999_999],
  ['kills', 0, 10_000],
  ['minutes', 1, 10_000],
];

function wrong(message: string): ParsedOptions {
  return { kind: 'wrong', message };
}
