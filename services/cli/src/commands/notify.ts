import { printable, type Severity, severities } from '@trailhound/contracts';
import { type Command, Option } from 'commander';
import type { SetExitCode } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import type { Trial } from '../notify/send-trial.js';
import { type ShownPart, shownAnswer, shownRequest } from '../notify/shown-request.js';
import { trialReport } from '../notify/trial-report.js';
import { jsonLine } from '../terminal/json-line.js';

interface Options {
  readonly config: string;
  readonly severity: Severity;
  readonly dryRun?: boolean;
  readonly format: 'pretty' | 'json';
}

export function addNotify(parent: Command, io: Io, setExitCode: SetExitCode): void {
  const notify = parent
    .command('notify')
    .description('try a destination before you need it')
    .addHelpText(
      'after',
      `
Example:
  $ trailhound notify test soc --config trailhound.yaml`,
    );

  notify
    .command('test')
    .description('send a destination an alert marked as a trial, and show what went out and what came back')
    .argument('<destination>', 'its name under `destinations:` of the configuration')
    .requiredOption('--config <file>', 'the configuration that names the destination')
    .addOption(new Option('--severity <severity>', 'of the trial').choices([...severities]).default('info'))
    .option('--dry-run', 'show what would go out, and send nothing')
    .addOption(new Option('--format <format>', 'how to show it').choices(['pretty', 'json']).default('pretty'))
    .addHelpText(
      'after',
      `
The trial goes the way of a real alert: the same rendering, signature, checks of the address, and limit of time. It is
marked as a trial wherever people will see it, is no alert of this installation, and is tried once. Secrets are shown
as [secret]. PagerDuty opens an incident for it; resolve it there.

Exit codes: 0 the destination took it (or --dry-run); 1 it did not; 2 a wrong call or configuration.

Examples:
  $ trailhound notify test soc --config trailhound.yaml
  $ trailhound notify test pager --config trailhound.yaml --severity critical --dry-run`,
    )
    .action(async (destination: string, { config, severity, dryRun = false, format }: Options) => {
      const { sendTrial } = await import('../notify/send-trial.js');
      const trial = await sendTrial(io, { config, destination, severity, send: !dryRun });
      if (format === 'json') await io.print(jsonLine(trialReport(destination, trial)));
      else for (const line of prettyLines(trial, io)) await io.print(line);
      io.say(verdict(destination, trial));
      if (trial.sent !== undefined && trial.sent.outcome.kind !== 'delivered') setExitCode(exitCodes.findings);
    });
}

function prettyLines({ request, url, sent, mask }: Trial, { outStyle: style }: Io): readonly string[] {
  const parts: readonly ShownPart[] = [...shownRequest(request, url), ...(sent ? [shownAnswer(sent.answer)] : [])];
  return parts.flatMap(({ name, lines }) => [style.bold(name), ...lines.map((line) => `  ${printable(mask(line))}`)]);
}

function verdict(destination: string, { kind, sent, mask }: Trial): string {
  if (sent === undefined) return `${destination} (${kind}): nothing was sent`;
  const { outcome, durationMs } = sent;
  if (outcome.kind === 'delivered') return `${destination} (${kind}) took the trial in ${durationMs} ms`;
  const { kind: what, reason, message } = outcome;
  const then = what === 'retry' ? 'a real alert would be tried again' : 'a real alert would end as a dead letter';
  return `${destination} (${kind}) did not take the trial: ${printable(mask(message))} (${reason}); ${then}`;
}
