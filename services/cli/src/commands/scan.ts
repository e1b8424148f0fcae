import { readRuleFiles } from '@trailhound/matcher/offline';
import { compileRules, loadSuppressions, unmetEnrichments, withSuppressions } from '@trailhound/rules';
import { type Command, Option } from 'commander';
import type { SetExitCode } from '../command.js';
import { accountName, openEnricher, unmetLine } from '../enrichment.js';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import { InputTally } from '../inputs/input-tally.js';
import type { Io } from '../io.js';
import { repeated } from '../options.js';
import { reportProblems } from '../report-problems.js';
import { loadRules } from '../rules/load-rules.js';
import { printAlerts } from '../scan/print-alerts.js';
import { printMatches } from '../scan/print-matches.js';
import { RuleErrors } from '../scan/rule-errors.js';
import type { Scan } from '../scan/visit-answered.js';
import { countOf } from '../terminal/counted.js';

interface Options {
  readonly rules?: readonly string[];
  readonly suppressions?: readonly string[];
  readonly format: 'pretty' | 'ndjson';
  readonly matches?: boolean;
  readonly suppressed?: boolean;
  readonly geo?: string;
  readonly accountName?: Readonly<Record<string, string>>;
}

export function addScan(parent: Command, io: Io, setExitCode: SetExitCode): void {
  parent
    .command('scan')
    .description('run rules over CloudTrail files and print the alerts')
    .argument('<input...>', 'files, folders (recursive), s3://bucket/prefix, or - for standard input')
    // Checked below, so that a mistyped option is named before one that is missing.
    .option('--rules <path>', 'a rule file or a folder of them; needed, repeat for more', repeated)
    .option('--suppressions <path>', 'a suppression file or a folder of them; repeat for more', repeated)
    .addOption(
      new Option('--format <format>', 'how alerts are printed').choices(['pretty', 'ndjson']).default('pretty'),
    )
    .option('--matches', 'print each (rule, record) pair as a line of JSON instead of alerts')
    .option('--geo <file>', 'a MaxMind-format database: gives rules sourceIPAddress_geoip')
    .option('--account-name <id=name>', 'gives rules recipientAccountName; repeat for more', accountName)
    .option('--suppressed', 'print suppressed alerts too, marked')
    .addHelpText(
      'after',
      `
Inputs are told by their content, not their name: {"Records":[…]}, bare arrays,
JSON lines, EventBridge envelopes and more, gzip or not. All inputs of one call
share one state and one event time: neither their order nor duplicates change an
alert. stdout carries data only; what was skipped or rejected is said on stderr.

A match is a rule whose condition holds for a record: --matches looks at neither
thresholds, dedup nor suppressions.

A rule that needs to know where an address lies, or what an account is called, is
reported as unsatisfied where neither these options nor the records tell.

Exit codes:
  0  done, alerts or none
  2  a wrong call or a bad rule; the good rules have run
  3  an input cannot be opened; the others were read

Examples:
  $ trailhound scan --rules rules/threat-stack logs/
  $ zcat day.json.gz | trailhound scan --rules rules/ --format ndjson - | jq .title
  $ trailhound scan --rules my-rule.yaml --matches logs/ | wc -l`,
    )
    .action((inputs: string[], options: Options) => scan(io, inputs, options, setExitCode));
}

async function scan(io: Io, inputs: readonly string[], options: Options, setExitCode: SetExitCode): Promise<void> {
  if (options.rules === undefined)
    throw new CommandFailure('scan needs rules: name a file or a folder with --rules PATH', exitCodes.usage);
  const nowMs = Date.now();
  const startedMs = performance.now();
  const loaded = await loadRules(options.rules);
  const muting = await readRuleFiles(options.suppressions ?? []);
  const suppressions = loadSuppressions(muting.files, { nowMs });
  const problems = [...loaded.problems, ...muting.problems, ...suppressions.problems];
  reportProblems(io, problems);

  const enricher = await openEnricher({ geo: options.geo, accountNames: options.accountName });
  const joined = withSuppressions(loaded.rules, suppressions.suppressions);
  for (const unmet of unmetEnrichments(joined, enricher.provides))
    io.say(`${io.errStyle.yellow('warning:')} ${unmetLine(unmet)}`);
  const rules = compileRules(joined, { enrich: (record) => enricher.enrich(record) });
  const tally = new InputTally(io);
  const errors = new RuleErrors();
  const { format, suppressed = false } = options;
  const conditions = rules.asks ? (await import('@trailhound/adapter-worker')).createConditionProcess() : undefined;
  const work: Scan = { io, inputs, rules, tally, errors, conditions };
  const found = options.matches
    ? countOf(await printMatches(work), 'match', 'matches')
    : await printAlerts(work, { format, suppressed, nowMs });
  await conditions?.stop();
  tally.done();
  errors.say(io);

  const running = rules.rules.filter(({ enabled }) => enabled).length;
  const refused = problems.length > 0 ? ` (${countOf(problems.length, 'problem')} in rule files, see above)` : '';
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  io.say(`${tally.summary()}; ${countOf(running, 'rule')}${refused}, ${found} in ${seconds} s`);
  if (tally.unreadable > 0) setExitCode(exitCodes.environment);
  else if (problems.length > 0) setExitCode(exitCodes.usage);
}
