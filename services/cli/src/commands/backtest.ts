import { createConditionProcess } from '@trailhound/adapter-worker';
import { type BacktestReport, isInPeriod, summarizeBacktest } from '@trailhound/matcher/offline';
import { compileRules } from '@trailhound/rules';
import { type Command, Option } from 'commander';
import { backtestLines } from '../backtest/backtest-lines.js';
import { type BacktestFacts, backtestPage } from '../backtest/backtest-page.js';
import { periodOf, periodText } from '../backtest/period.js';
import { preparedRules } from '../backtest/prepare-rules.js';
import { replay } from '../backtest/replay.js';
import type { SetExitCode } from '../command.js';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import { InputTally } from '../inputs/input-tally.js';
import type { Io } from '../io.js';
import { repeated } from '../options.js';
import { loadRules } from '../rules/load-rules.js';
import { countOf } from '../terminal/counted.js';
import { jsonLine } from '../terminal/json-line.js';

type Format = 'pretty' | 'json' | 'ndjson' | 'html';

interface Options {
  readonly rules?: readonly string[];
  readonly suppressions?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly bucket?: readonly string[];
  readonly topic?: boolean;
  readonly config?: string;
  readonly format: Format;
}

export function addBacktest(parent: Command, io: Io, setExitCode: SetExitCode): void {
  parent
    .command('backtest')
    .description('run rules over stored records and report what they would have alerted on')
    .argument('[path...]', 'files and folders of records, or - for standard input')
    .option('--rules <path>', 'a rule file or a folder of them; needed, repeat for more', repeated)
    .option('--suppressions <path>', 'a suppression file or a folder of them; repeat for more', repeated)
    .option('--from <time>', 'event time of the first record, such as 2026-01-01')
    .option('--to <time>', 'event time of the last; a date is its whole day')
    .option('--bucket <url>', 's3://bucket/prefix; objects of other days are not read; repeat for more', repeated)
    .option('--topic', 'the records that the Kafka of --config still has; no matcher notices')
    .option('--config <file>', 'the configuration of the cluster, for --topic')
    .addOption(
      new Option('--format <format>', 'html: a page of its own; ndjson: the alerts')
        .choices(['pretty', 'json', 'ndjson', 'html'])
        .default('pretty'),
    )
    .addHelpText(
      'after',
      `
State is private: nothing that runs is touched, nobody is notified. Neither the order of the
records nor duplicates change an alert, and ids are those the pipeline gives. Records of the
longest window before --from count too, so that windows open then are as they would have been.
Reported are alerts by rule and UTC day, the noisiest groups, samples, and what suppressions
would have muted.

Exit codes: 0 done; 2 a wrong call or a bad rule (the good ones ran); 3 an input cannot be read.

Examples:
  $ trailhound backtest --rules rules/ --from 2026-01-01 --to 2026-01-31 --bucket s3://acme-trail/AWSLogs/
  $ trailhound backtest --rules new-rule.yaml --topic --config trailhound.yaml
  $ trailhound backtest --rules rules/ --format html logs/ > backtest.html`,
    )
    .action((paths: string[], options: Options) => backtest(io, paths, options, setExitCode));
}

async function backtest(io: Io, paths: readonly string[], options: Options, setExitCode: SetExitCode): Promise<void> {
  const { format, bucket = [], topic = false, config } = options;
  if (options.rules === undefined)
    throw new CommandFailure('backtest needs rules: name a file or a folder with --rules PATH', exitCodes.usage);
  if (topic && config === undefined)
    throw new CommandFailure('--topic needs the configuration of the cluster: --config FILE', exitCodes.usage);
  const inputs = [...paths, ...bucket];
  if (inputs.length === 0 && !topic)
    throw new CommandFailure('backtest needs records: name PATHs, --bucket or --topic', exitCodes.usage);
  const period = periodOf(options);
  const nowMs = Date.now();
  const startedMs = performance.now();
  const { joined, problems } = await preparedRules(
    io,
    await loadRules(options.rules),
    options.suppressions ?? [],
    nowMs,
  );
  const rules = compileRules(joined);
  const tally = new InputTally(io);
  const conditions = rules.asks ? createConditionProcess() : undefined;
  const from = topic && config !== undefined ? { topicOf: config } : {};
  const replayed = await replay(io, { inputs, ...from, period, rules, conditions, tally, nowMs });
  await conditions?.stop();
  const report = summarizeBacktest(replayed, joined, period);
  const named = [...inputs, ...(topic ? ['the topic of records'] : [])].join(', ');
  if (format === 'ndjson') {
    for (const alert of replayed.alerts) if (isInPeriod(alert, period)) await io.print(jsonLine(alert));
  } else await print(io, report, format, { period: periodText(period), inputs: named });
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  const found = `${countOf(report.alerts, 'alert')} and ${report.muted} muted`;
  io.say(`${tally.summary()}; ${countOf(report.rules.length, 'rule')}, ${found} in ${seconds} s`);
  if (tally.unreadable > 0) setExitCode(exitCodes.environment);
  else if (problems.length > 0) setExitCode(exitCodes.usage);
}

async function print(io: Io, report: BacktestReport, format: Exclude<Format, 'ndjson'>, facts: BacktestFacts) {
  switch (format) {
    case 'pretty':
      for (const line of backtestLines(report, io.outStyle, io.out.columns)) await io.print(line);
      return;
    case 'json':
      return await io.print(jsonLine({ ...facts, ...report }));
    case 'html':
      return await io.print(backtestPage(report, facts).trimEnd());
    default:
      format satisfies never;
  }
}
