import { type Command, Option } from 'commander';
import { ApiClient, type ApiOptions, withApiOptions } from '../api/api-client.js';
import type { AddCommand } from '../command.js';
import type { Io } from '../io.js';
import { repeated } from '../options.js';
import { countOf } from '../terminal/counted.js';
import { jsonLine } from '../terminal/json-line.js';
import { tableLines } from '../terminal/table.js';

type ListOptions = ApiOptions & {
  readonly rule?: string;
  readonly severity?: readonly string[];
  readonly account?: string;
  readonly from?: string;
  readonly to?: string;
  readonly suppressed?: boolean;
  readonly limit: string;
  readonly format: 'table' | 'ndjson';
};

type ChangeOptions = ApiOptions & { readonly by?: string; readonly note?: string };

/** As the API gives them. */
interface AlertSummary {
  readonly id: string;
  readonly rule: string;
  readonly severity: string;
  readonly state: string;
  readonly title: string;
  readonly account: string | null;
  readonly count: number;
  readonly lastEventTime: string;
}

interface AlertPage {
  readonly alerts: readonly AlertSummary[];
  readonly next: string | null;
}

/** What a page of the API holds at most. */
const maxPage = 200;

export const addAlerts: AddCommand = (parent, io) => {
  const alerts = parent
    .command('alerts')
    .description('look at alerts, acknowledge and close them')
    .addHelpText(
      'after',
      `
Needs the API of a running Trailhound. Destinations that follow changes hear of them: PagerDuty acknowledges and resolves
its incident.

Examples:
  $ trailhound alerts list --severity critical --severity high
  $ trailhound alerts ack 1df937e5c765… --note "looking into it"`,
    );
  addList(alerts, io);
  addShow(alerts, io);
  addChange(alerts, io, { name: 'ack', path: 'acknowledge', description: 'say that somebody looks after an alert' });
  addChange(alerts, io, { name: 'close', path: 'close', description: 'say that an alert is done with' });
  addChange(alerts, io, { name: 'reopen', path: 'reopen', description: 'take an acknowledgement or a closing back' });
};

function addList(alerts: Command, io: Io): void {
  withApiOptions(alerts.command('list'))
    .description('list alerts, newest event first')
    .option('--rule <id>', 'of this rule')
    .option('--severity <severity>', 'of this severity; repeat for more', repeated)
    .option('--account <id>', 'of this AWS account')
    .option('--from <time>', 'first event at this time or later: a date, or a date and time with offset')
    .option('--to <time>', 'first event before this time')
    .option('--suppressed', 'also the marked alerts of suppressed records')
    .option('--limit <count>', 'most alerts', '50')
    .addOption(new Option('--format <format>', 'how to show them').choices(['table', 'ndjson']).default('table'))
    .addHelpText(
      'after',
      `
Exit codes: 0 done; 2 a wrong call; 3 no API answers.

Example:
  $ trailhound alerts list --from 2026-11-21 --format ndjson | jq -r .title`,
    )
    .action(async ({ format, limit, rule, severity, account, from, to, suppressed, ...given }: ListOptions) => {
      const client = await ApiClient.open(given, io.env);
      const query = { rule, severity, account, from, to, ...(suppressed && { suppressed: 'true' }) };
      const found = await pages(client, query, limit);
      if (format === 'ndjson') {
        for (const alert of found) await io.print(jsonLine(alert));
        return;
      }
      if (found.length > 0) for (const line of tableLines(columns, found.map(rowOf))) await io.print(line);
      io.say(countOf(found.length, 'alert'));
    });
}

/** Page by page up to `limit`; what is no number the API refuses in its own words. */
async function pages(
  client: ApiClient,
  query: Readonly<Record<string, string | readonly string[] | undefined>>,
  limit: string,
): Promise<readonly AlertSummary[]> {
  const wanted = Number(limit);
  const found: AlertSummary[] = [];
  let cursor: string | undefined;
  do {
    const asked = Number.isInteger(wanted) ? String(Math.min(maxPage, wanted - found.length)) : limit;
    const page = (await client.call('GET', '/api/alerts', { ...query, limit: asked, cursor })) as AlertPage;
    found.push(...page.alerts);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && found.length < wanted);
  return found;
}

const columns = [
  { heading: 'LAST EVENT' },
  { heading: 'SEVERITY' },
  { heading: 'STATE' },
  { heading: 'COUNT' },
  { heading: 'ACCOUNT' },
  { heading: 'TITLE', maxWidth: 70 },
  { heading: 'ALERT' },
];

function rowOf({ id, severity, state, title, account, count, lastEventTime }: AlertSummary): readonly string[] {
  return [lastEventTime, severity, state, String(count), account ?? '', title, id];
}

function addShow(alerts: Command, io: Io): void {
  withApiOptions(alerts.command('show'))
    .description('show one alert whole, with its deliveries, as JSON')
    .argument('<id>', 'id of the alert')
    .addHelpText('after', '\nExample:\n  $ trailhound alerts show 1df937e5c765… | jq .deliveries')
    .action(async (id: string, given: ApiOptions) => {
      const client = await ApiClient.open(given, io.env);
      await io.print(jsonLine(await client.call('GET', `/api/alerts/${encodeURIComponent(id)}`)));
    });
}

interface Change {
  readonly name: string;
  readonly path: string;
  readonly description: string;
}

function addChange(alerts: Command, io: Io, { name, path, description }: Change): void {
  withApiOptions(alerts.command(name))
    .description(description)
    .argument('<id...>', 'ids of alerts')
    .option('--by <who>', 'who does it; absent: the user of this shell')
    .option('--note <text>', 'why')
    .addHelpText(
      'after',
      `
Exit codes: 0 done; 2 a wrong call, or an alert that does not exist; 3 no API answers.

Example:
  $ trailhound alerts ${name} --note "a drill" 1df937e5c765…`,
    )
    .action(async (ids: readonly string[], { by, note, ...given }: ChangeOptions) => {
      const client = await ApiClient.open(given, io.env);
      for (const id of ids) {
        const query = { by: by ?? io.env['USER'], note };
        const done = await client.call('POST', `/api/alerts/${encodeURIComponent(id)}/${path}`, query);
        await io.print(jsonLine(done));
      }
    });
}
