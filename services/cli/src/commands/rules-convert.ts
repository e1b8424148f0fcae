import { type ConversionTarget, conversionTargets, convertRule } from '@trailhound/rules';
import { type Command, Option } from 'commander';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { repeated } from '../options.js';
import { reportProblems } from '../report-problems.js';
import { selectRule } from '../rules/select-rule.js';

interface Options {
  readonly to: ConversionTarget;
  readonly rules?: readonly string[];
}

export function addRulesConvert(rules: Command, io: Io): void {
  rules
    .command('convert')
    .description('write a rule in the language of another product, where its meaning survives')
    .argument('<rule>', 'FILE, FILE#ID, or the id of a rule at --rules')
    .addOption(new Option('--to <language>', 'the language to write').choices(conversionTargets).makeOptionMandatory())
    .option('--rules <path>', 'where rules are; repeat for more', repeated)
    .addHelpText(
      'after',
      `
What would mean something else there is named, part by part, and nothing is written
(exit 2). The text matches the same records; how it counts is carried over to Sigma only.

Examples:
  $ trailhound rules convert --to eventbridge rules/ebs.yaml > pattern.json
  $ trailhound rules convert --to sigma --rules rules/ threat-stack.secrets-swept`,
    )
    .action(async (pointer: string, { to, rules: paths }: Options) => {
      const { rule } = await selectRule(io, pointer, paths ?? []);
      const converted = convertRule(rule, to);
      if (converted.ok) return io.print(converted.value.trimEnd());
      reportProblems(io, converted.problems);
      throw new CommandFailure(`${rule.id} cannot be said in ${to}`, exitCodes.usage);
    });
}
