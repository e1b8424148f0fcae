import { type Command, Option } from 'commander';
import { ApiClient, type ApiOptions, withApiOptions } from '../api/api-client.js';
import type { SetExitCode } from '../command.js';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { repeated } from '../options.js';
import { countOf } from '../terminal/counted.js';
import { jsonLine } from '../terminal/json-line.js';
import { tableLines } from '../terminal/table.js';

interface Filter {
  readonly destination?: string;
  readonly alert?: string;
  readonly state?: readonly string[];
  readonly reason?: string;
  readonly from?: string;
  readonly to?: string;
}

type ListOptions = ApiOptions & Filter & { readonly limit?: string; readonly format: 'table' | 'ndjson' };
type ReplayOptions = ApiOptions & Filter & { readonly by?: string; readonly all?: boolean };

/** As the API gives them. */
interface Delivery {
  readonly id: string;
  readonly alertId: string;
  readonly destination: string;
  readonly state: string;
  readonly reason?: string;
  readonly lastAt: string;
  readonly attempts: readonly { readonly attempt: number; readonly message?: string; readonly mutedBy?: string }[];
}

export function addDeliveries(parent: Command, io: Io, setExitCode: SetExitCode): void {
  const deliveries = parent
    .command('deliveries')
    .description('look at what was sent, attempt by attempt, and send again')
    .addHelpText(
      'after',
      `
Needs the API of a running Trailhound. The journal of deliveries is kept 35 days.

Examples:
  $ trailhound deliveries list --state dead
  $ trailhound deliveries replay --destination soc --from 2026-11-21`,
    );
  addList(deliveries, io);
  addReplay(deliveries, io, setExitCode);
}

function addList(deliveries: Command, io: Io): void {
  filtered(deliveries.command('list'))
    .description('list deliveries, the latest attempt first')
    .option('--limit <count>', 'most deliveries; at most 1000', '100')
    .addOption(new Option('--format <format>', 'how to show them').choices(['table', 'ndjson']).default('table'))
    .addHelpText(
      'after',
      `
States: delivered; retry (it will be tried again); dead (given up); muted (the alert named as the reason speaks for it);
replayed (put back by a person).

Exit codes: 0 done; 2 a wrong call; 3 no API answers.

Examples:
  $ trailhound deliveries list --destination soc --from 2026-11-21
  $ trailhound deliveries list --state dead --format ndjson | jq -r .reason | sort | uniq -c`,
    )
    .action(async ({ limit, format, ...given }: ListOptions) => {
      const client = await ApiClient.open(given, io.env);
      const query = { ...queryOf(given), limit };
      const { deliveries: found } = (await client.call('GET', '/api/deliveries', query)) as { deliveries: Delivery[] };
      if (format === 'ndjson') {
        for (const delivery of found) await io.print(jsonLine(delivery));
        return;
      }
      if (found.length > 0) for (const line of tableLines(columns, found.map(rowOf))) await io.print(line);
      io.say(`${countOf(found.length, 'delivery', 'deliveries')}`);
    });
}

const columns = [
  { heading: 'LAST' },
  { heading: 'STATE' },
  { heading: 'ATTEMPTS' },
  { heading: 'DESTINATION' },
  { heading: 'DELIVERY' },
  { heading: 'REASON', maxWidth: 80 },
];

function rowOf({ id, destination, state, reason, lastAt, attempts }: Delivery): readonly string[] {
  const last = attempts.at(-1);
  const why = [reason, last?.mutedBy ?? last?.message].filter((text) => text !== undefined).join(': ');
  return [lastAt, state, String(last?.attempt ?? 0), destination, id, why];
}

function addReplay(deliveries: Command, io: Io, setExitCode: SetExitCode): void {
  filtered(deliveries.command('replay'))
    .description('send again what was given up')
    .argument('[id...]', 'ids of deliveries; else every one the options describe')
    .option('--all', 'every dead delivery of the time, without any other condition')
    .option('--by <who>', 'who does it, for the history; absent: the user of this shell')
    .addHelpText(
      'after',
      `
Without --state the dead ones are meant. Receivers see the same webhook-id, webhook-attempt goes on, and webhook-replay
is true. What is still being tried is left alone.

Exit codes: 0 all were put back; 1 some are forgotten; 2 a wrong call; 3 no API answers.

Examples:
  $ trailhound deliveries replay --destination soc --from 2026-11-21T08:00:00Z --to 2026-11-22T08:00:00Z
  $ trailhound deliveries replay dlv_592965756e8be06287b2d7810cf4d1252e2d64d5`,
    )
    .action(async (ids: readonly string[], options: ReplayOptions) => {
      const { by, all, ...given } = options;
      const query = queryOf(given);
      if (ids.length === 0 && !all && Object.values(query).every((value) => value === undefined)) {
        throw new CommandFailure(
          'say which: ids, --destination, --from …, or --all for every dead one',
          exitCodes.usage,
        );
      }
      const client = await ApiClient.open(given, io.env);
      const who = by ?? io.env['USER'];
      const results = await (ids.length === 0
        ? Promise.all([client.call('POST', '/api/deliveries/replay', { ...query, by: who })])
        : inOrder(ids, (id) => client.call('POST', `/api/deliveries/${encodeURIComponent(id)}/replay`, { by: who })));
      const answers = results as readonly { readonly replayed: string[]; readonly forgotten: string[] }[];
      const replayed = answers.flatMap((answer) => answer.replayed);
      const forgotten = answers.flatMap((answer) => answer.forgotten);
      for (const id of replayed) await io.print(id);
      io.say(`${countOf(replayed.length, 'delivery', 'deliveries')} put back`);
      if (forgotten.length === 0) return;
      io.say(`${forgotten.length} cannot be: the ledger no longer has what they said`);
      setExitCode(exitCodes.findings);
    });
}

async function inOrder<T>(ids: readonly string[], call: (id: string) => Promise<T>): Promise<readonly T[]> {
  const results: T[] = [];
  for (const id of ids) results.push(await call(id));
  return results;
}

function filtered(command: Command): Command {
  return withApiOptions(command)
    .option('--destination <name>', 'of this destination')
    .option('--alert <id>', 'of this alert')
    .option('--state <state>', 'in this state after the latest attempt; repeat for more', repeated)
    .option('--reason <reason>', 'whose latest attempt failed for this reason, such as timeout')
    .option(
      '--from <time>',
      'with attempts at this time or later: a date, or a date and time with offset; absent: 24 hours',
    )
    .option('--to <time>', 'with attempts before this time');
}

function queryOf({ destination, alert, state, reason, from, to }: Filter) {
  return { destination, alert, state, reason, from, to };
}
