import { createDescriber } from '@trailhound/rules';
import { type Command, Option } from 'commander';
import type { Io } from '../io.js';
import { repeated } from '../options.js';
import { rulePage } from '../rule-pages/rule-page.js';
import { descriptionLines } from '../rules/description-lines.js';
import { selectRule } from '../rules/select-rule.js';

interface Options {
  readonly rules?: readonly string[];
  readonly format: 'pretty' | 'json' | 'html';
}

export function addRulesShow(rules: Command, io: Io): void {
  rules
    .command('show')
    .description('describe a rule without an event: condition, exclusions, indicators, coverage')
    .argument('<rule>', 'FILE, FILE#ID, or the id of a rule at --rules')
    .option('--rules <path>', 'the other rules it is compared with; repeat for more', repeated)
    .addOption(new Option('--format <format>', 'how to show it').choices(['pretty', 'json', 'html']).default('pretty'))
    .addHelpText(
      'after',
      `
Indicators are what the rule looks for, with how many other loaded rules look for the
same; exclusions are what it sets aside on purpose (a top-level NOT).

Examples:
  $ trailhound rules show rules/threat-stack/root-login.yaml
  $ trailhound rules show --rules rules/ threat-stack.root-login --format html > root-login.html`,
    )
    .action(async (pointer: string, options: Options) => {
      const { rule, all } = await selectRule(io, pointer, options.rules ?? []);
      const described = createDescriber(all)(rule);
      switch (options.format) {
        case 'json':
          return io.print(JSON.stringify(described, null, 2));
        case 'html':
          return io.print(rulePage(described, () => undefined).trimEnd());
        case 'pretty':
          for (const line of descriptionLines(described, io.outStyle)) await io.print(line);
          return;
        default:
          return options.format satisfies never;
      }
    });
}
