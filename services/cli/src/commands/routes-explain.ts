import { explainRouting } from '@trailhound/alerting';
import { Alert } from '@trailhound/contracts';
import { parseInstant } from '@trailhound/rules';
import { type Command, Option } from 'commander';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import { readText } from '../inputs/read-text.js';
import type { Io } from '../io.js';
import { explanationLines } from '../routes/explanation-text.js';
import { readRouteConfig } from '../routes/route-config.js';
import { jsonLine } from '../terminal/json-line.js';

interface Options {
  readonly config: string;
  readonly at?: string;
  readonly format: 'pretty' | 'json';
}

export function addRoutesExplain(routes: Command, io: Io): void {
  routes
    .command('explain')
    .description('show where an alert goes, why, when, and with what others')
    .argument('<alert>', 'a file with the JSON of an alert, as `alerts show` and `scan` give it; - reads it from stdin')
    .requiredOption('--config <file>', 'the configuration, or a file with nothing but destinations and routes')
    .option('--at <time>', 'as if it had fired then: a date and time with offset; absent: when it fired')
    .addOption(new Option('--format <format>', 'how to show it').choices(['pretty', 'json']).default('pretty'))
    .addHelpText(
      'after',
      `
Nothing is sent, and no secret is read. Whether a root that is told would mute the alert depends on what else fires: the
inhibitions that may are named.

Exit codes: 0 done; 2 a wrong call, configuration or alert; 3 a file cannot be read.

Examples:
  $ trailhound alerts show 1df937e5c765… | trailhound routes explain - --config trailhound.yaml
  $ trailhound routes explain alert.json --config trailhound.yaml --at 2026-12-24T22:15:00+01:00`,
    )
    .action(async (file: string, { config: path, at, format }: Options) => {
      const config = await readRouteConfig(io, path);
      const alert = await readAlert(io, file, at);
      const destinations = new Set(config.destinations.keys());
      const nowMs = Date.parse(alert.firedAt);
      const explained = explainRouting(alert, config.routes, config.routing, destinations, nowMs);
      if (format === 'json') await io.print(jsonLine({ alert: alert.id, firedAt: alert.firedAt, ...explained }));
      else for (const line of explanationLines(alert, explained, config.routing, io.outStyle)) await io.print(line);
    });
}

async function readAlert(io: Io, file: string, at: string | undefined): Promise<Alert> {
  const name = file === '-' ? 'standard input' : file;
  const parsed = Alert.safeParse(jsonOf(await readText(io, file)));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const why = `${issue?.path.join('.') || 'the text'}: ${issue?.message ?? 'not valid'}`;
    throw new CommandFailure(`${name} is no alert: ${why}`, exitCodes.usage);
  }
  if (at === undefined) return parsed.data;
  const atMs = parseInstant(at);
  if (atMs !== undefined) return { ...parsed.data, firedAt: new Date(atMs).toISOString() };
  throw new CommandFailure(
    `--at ${at} is no time: write a date and time with offset, such as 2026-12-24T22:15:00+01:00`,
    exitCodes.usage,
  );
}

/** What is no JSON is no alert either. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
