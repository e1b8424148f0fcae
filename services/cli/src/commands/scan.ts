import { createScanEngine, matchLine, readRuleFiles } from '@trailhound/matcher';
import { compileRules, loadSuppressions, withSuppressions } from '@trailhound/rules';
import { type Command, Option } from 'commander';
import type { SetExitCode } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { counted, InputTally } from '../inputs/input-tally.js';
import { openInputs } from '../inputs/open-inputs.js';
import type { Io } from '../io.js';
import { reportProblems } from '../report-problems.js';
import { loadRules } from '../rules/load-rules.js';
import { alertCard } from '../terminal/alert-card.js';

interface Options {
  readonly rules: readonly string[];
  readonly suppressions?: readonly string[];
  readonly format: 'pretty' | 'ndjson';
  readonly matches?: boolean;
  readonly suppressed?: boolean;
}

export function addScan(parent: Command, io: Io, setExitCode: SetExitCode): void {
  parent
    .command('scan')
    .description('runs rules over CloudTrail files and prints the alerts')
    .argument('<input...>', 'files, folders (recursive), or - for standard input')
    .requiredOption('--rules <path>', 'a rule file or a folder of them; repeat for more', repeated)
    .option('--suppressions <path>', 'a suppression file or a folder of them; repeat for more', repeated)
    .addOption(
      new Option('--format <format>', 'how alerts are printed').choices(['pretty', 'ndjson']).default('pretty'),
    )
    .option('--matches', 'print one JSON line a (rule, record) pair instead, before thresholds, dedup and suppressions')
    .option('--suppressed', 'print suppressed alerts too, marked')
    .addHelpText(
      'after',
      `
Inputs are recognised by their content: {"Records":[…]}, bare arrays, JSON lines, EventBridge envelopes and more, gzip or
not. All inputs of one call share one state and event time: alerts do not depend on their order or on duplicates.
stdout carries data only. Exit codes: 0 done; 2 usage or a bad rule (the good ones still run); 3 an input that cannot be
opened.

Examples:
  $ trailhound scan --rules rules/threat-stack logs/
  $ zcat day.json.gz | trailhound scan --rules rules/ --format ndjson - | jq -r .title`,
    )
    .action((inputs: string[], options: Options) => scan(io, inputs, options, setExitCode));
}

async function scan(io: Io, inputs: readonly string[], options: Options, setExitCode: SetExitCode): Promise<void> {
  const startedMs = Date.now();
  const loaded = await loadRules(options.rules);
  const muting = await readRuleFiles(options.suppressions ?? []);
  const suppressions = loadSuppressions(muting.files, { nowMs: startedMs });
  const problems = [...loaded.problems, ...muting.problems, ...suppressions.problems];
  reportProblems(io, problems);

  const rules = compileRules(withSuppressions(loaded.rules, suppressions.suppressions));
  const engine = createScanEngine({ rules, nowMs: startedMs });
  const tally = new InputTally(io);
  for await (const { input, items } of openInputs(io, inputs)) {
    for (const item of items) {
      tally.count(input, item);
      if (item.kind !== 'record') continue;
      const { bytes, uid, eventTimeMs, index } = item;
      const scanned = engine.add({ bytes, uid, eventTimeMs, at: { input, index } });
      if (!options.matches || scanned.kind === 'bad') continue;
      for (const match of scanned.matches) await io.print(JSON.stringify(matchLine(match)));
    }
    tally.progress(input, `${counted(tally.records)} records`);
  }
  tally.done();

  const { alerts, matches, errors } = engine.finish();
  const suppressed = alerts.filter(({ suppressedBy }) => suppressedBy.length > 0).length;
  if (!options.matches) {
    for (const alert of alerts) {
      if (alert.suppressedBy.length > 0 && !options.suppressed) continue;
      if (options.format === 'ndjson') await io.print(JSON.stringify(alert));
      else for (const line of [...alertCard(alert, io.outStyle), '']) await io.print(line);
    }
  }
  for (const [rule, count] of errors)
    io.say(
      `${io.errStyle.yellow('warning')} ${rule} raised an error on ${counted(count)} records and did not match them`,
    );
  const shown = `${counted(alerts.length - suppressed)} alerts${suppressed > 0 ? ` and ${counted(suppressed)} suppressed` : ''}`;
  io.say(
    `${tally.summary()}; ${rules.rules.length} rules, ${counted(matches)} matches, ${shown} in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`,
  );
  if (tally.unreadable > 0) setExitCode(exitCodes.environment);
  else if (problems.length > 0) setExitCode(exitCodes.usage);
}

function repeated(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
