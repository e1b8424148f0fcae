import { isInsight, isJsonObject, viewOf } from '@trailhound/cloudtrail';
import { actionLines, printable } from '@trailhound/contracts';
import { asksForInsights, explainCondition, explainPlan, type RulePlan } from '@trailhound/rules';
import { type Command, Option } from 'commander';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import { readEvent } from '../inputs/read-event.js';
import type { Io } from '../io.js';
import { repeated } from '../options.js';
import { explanationLines } from '../rules/explanation-lines.js';
import { selectRule } from '../rules/select-rule.js';
import { jsonLine } from '../terminal/json-line.js';

interface Options {
  readonly rules?: readonly string[];
  readonly format: 'pretty' | 'json';
}

export function addRulesExplain(rules: Command, io: Io): void {
  rules
    .command('explain')
    .description('say why a rule matches an event or does not, part by part')
    .argument('<rule>', 'FILE, FILE#ID, or the id of a rule at --rules')
    .argument('<event>', 'FILE, FILE#INDEX or FILE#EVENTID; - reads one JSON object from stdin')
    .option('--rules <path>', 'where rules are; repeat for more', repeated)
    .addOption(new Option('--format <format>', 'how to show it').choices(['pretty', 'json']).default('pretty'))
    .addHelpText(
      'after',
      `
The event is evaluated as it is written, without eventTime or eventID too. Each part
of the condition is shown with its field, what was expected and what was seen, in the
words of the rule; below it what records the rule is tried on. Exits 0, matching or not.

Examples:
  $ trailhound rules explain rules/ebs.yaml volume.json
  $ trailhound rules explain --rules rules/ ebs-unencrypted logs/day.json.gz#17`,
    )
    .action(async (pointer: string, eventPointer: string, options: Options) => {
      const { rule } = await selectRule(io, pointer, options.rules ?? []);
      const event = await readEvent(io, eventPointer);
      if (!isJsonObject(event)) throw new CommandFailure(`${eventPointer} is no JSON object`, exitCodes.usage);
      const explanation = explainCondition(rule.condition, rule.conditionText, viewOf(event));
      const plan = explainPlan(rule);
      const isTried = !isInsight(event) || asksForInsights(rule.condition);
      if (options.format === 'json') {
        const actions = actionLines(rule.actions);
        await io.print(jsonLine({ rule: rule.id, outcome: explanation.outcome, isTried, explanation, plan, actions }));
        return;
      }
      const verdict = {
        match: io.outStyle.green('matches'),
        'no-match': io.outStyle.red('does not match'),
        error: io.outStyle.yellow('raises an error on'),
      }[explanation.outcome];
      await io.print(`${io.outStyle.bold(rule.id)} ${verdict} the event`);
      if (!isTried) await io.print(`  ${io.outStyle.yellow(notTried)}`);
      for (const line of explanationLines(explanation, io.outStyle, 1)) await io.print(line);
      if (isTried && explanation.outcome === 'match') {
        for (const line of actionLines(rule.actions)) await io.print(`  ${printable(line)}`);
      }
      await io.print(io.outStyle.dim(planLine(plan)));
    });
}

const notTried =
  'the rule is not tried on it: this is what CloudTrail Insights found, and the rule names nothing of Insights';
const maxShown = 5;

/** Which records the rule is tried on, and why. */
function planLine({ bucket, reason, values, foldedValues }: RulePlan): string {
  const all = [...values, ...foldedValues.map((value) => `${value} (in any case)`)];
  const more = all.length > maxShown ? ` and ${all.length - maxShown} more` : '';
  const list = all.length === 0 ? '' : `: ${all.slice(0, maxShown).join(', ')}${more}`;
  return `found by ${bucket}: ${reason}${printable(list)}`;
}
