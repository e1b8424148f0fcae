import { createConditionProcess } from '@trailhound/adapter-worker';
import { formatDuration, printable } from '@trailhound/contracts';
import { judgeTuning, type Tuning, tunedRules } from '@trailhound/matcher/offline';
import { compileRules, type Rule } from '@trailhound/rules';
import { type Command, Option } from 'commander';
import { periodOf } from '../backtest/period.js';
import { preparedRules } from '../backtest/prepare-rules.js';
import { replay } from '../backtest/replay.js';
import type { SetExitCode } from '../command.js';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import { InputTally } from '../inputs/input-tally.js';
import type { Io } from '../io.js';
import { repeated } from '../options.js';
import { selectRule } from '../rules/select-rule.js';
import { counted, countOf } from '../terminal/counted.js';
import { jsonLine } from '../terminal/json-line.js';
import { tableLines } from '../terminal/table.js';

interface Options {
  readonly rules?: readonly string[];
  readonly suppressions?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly perDay: string;
  readonly format: 'table' | 'json';
}

const dayMs = 86_400_000;

export function addRulesTune(rules: Command, io: Io, setExitCode: SetExitCode): void {
  rules
    .command('tune')
    .description("try other counts for a rule's threshold on stored records, and propose one")
    .argument('<rule>', 'FILE, FILE#ID, or an id among --rules')
    .argument('<input...>', 'files, folders, s3://bucket/prefix, or - for standard input')
    .option('--rules <path>', 'where rules are, for an id; repeat for more', repeated)
    .option('--suppressions <path>', 'a suppression file or a folder of them; repeat for more', repeated)
    .option('--from <time>', 'event time of the first record')
    .option('--to <time>', 'event time of the last; a date is its whole day')
    .option('--per-day <number>', 'alerts a day that are acceptable', '1')
    .addOption(new Option('--format <format>', 'how to report').choices(['table', 'json']).default('table'))
    .addHelpText(
      'after',
      `
Window, groups and dedup stay as they are; alerts that suppressions mute do not count. What is
proposed is the least count that stays within --per-day: a greater one only misses more.

Exit codes: 0 a count is proposed; 1 none of those tried stays within it; 2 a wrong call;
3 an input cannot be read.

Example:
  $ trailhound rules tune rules/brute-force.yaml --per-day 0.5 logs/`,
    )
    .action((text: string, inputs: string[], options: Options) => tune(io, text, inputs, options, setExitCode));
}

async function tune(
  io: Io,
  text: string,
  inputs: readonly string[],
  options: Options,
  setExitCode: SetExitCode,
): Promise<void> {
  const perDay = Number(options.perDay);
  if (!(perDay >= 0)) {
    throw new CommandFailure(`--per-day takes a number of alerts, not ${printable(options.perDay)}`, exitCodes.usage);
  }
  const period = periodOf(options);
  const nowMs = Date.now();
  const { rule } = await selectRule(io, text, options.rules ?? []);
  if (rule.threshold === null || rule.correlation !== undefined) {
    const what = rule.correlation === undefined ? 'has no threshold' : 'is a correlation';
    throw new CommandFailure(`rule ${rule.id} ${what}: there is no count to try others for`, exitCodes.usage);
  }
  const { joined } = await preparedRules(io, { rules: [rule], problems: [] }, options.suppressions ?? [], nowMs);
  const [muted = rule] = joined;
  const compiled = compileRules(tunedRules({ ...muted, enabled: true }));
  const conditions = compiled.asks ? createConditionProcess() : undefined;
  const tally = new InputTally(io);
  const replayed = await replay(io, { inputs, period, rules: compiled, conditions, tally, nowMs });
  await conditions?.stop();
  const { firstMs, lastMs } = replayed;
  const days = Math.max(1, (lastMs - firstMs) / dayMs);
  const tuning = judgeTuning(muted, replayed, Number.isFinite(days) ? days : 1, perDay);
  if (options.format === 'json') await io.print(jsonLine({ rule: rule.id, ...tuning, perDay }));
  else for (const line of table(rule, tuning)) await io.print(line);
  io.say(`${tally.summary()} of ${tuning.days.toFixed(1)} days; ${verdict(rule, tuning, perDay)}`);
  if (tally.unreadable > 0) setExitCode(exitCodes.environment);
  else if (tuning.suggested === undefined) setExitCode(exitCodes.findings);
}

function table(rule: Rule, { tried, suggested }: Tuning): readonly string[] {
  const columns = ['COUNT', 'ALERTS', 'A DAY', 'GROUPS', ''].map((heading) => ({ heading }));
  return tableLines(
    columns,
    tried.map(({ count, alerts, perDay, groups }) => {
      const marks = [count === rule.threshold?.count && 'now', count === suggested?.count && 'proposed'];
      return [
        ...[String(count), counted(alerts), perDay.toFixed(2), counted(groups)],
        marks.filter((mark) => mark !== false).join(', '),
      ];
    }),
  );
}

function verdict({ threshold }: Rule, { tried, suggested }: Tuning, perDay: number): string {
  const within = threshold === null ? '' : ` within ${formatDuration(threshold.withinMs)}`;
  if (suggested === undefined) {
    const most = tried.at(-1);
    return `no count up to ${most?.count} stays within ${perDay} a day: it still alerts ${most?.perDay.toFixed(2)} times; narrow the condition or group by more`;
  }
  const { count, alerts } = suggested;
  const same = count === threshold?.count ? ', as it is now' : '';
  const before = tried[tried.indexOf(suggested) - 1];
  const less = before ? `; ${before.count} would be ${before.perDay.toFixed(2)} a day` : '';
  return `${count}${within}${same}: ${countOf(alerts, 'alert')}, within ${perDay} a day${less}`;
}
