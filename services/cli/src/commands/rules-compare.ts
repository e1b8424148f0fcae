import { type Comparison, compareConditions, type Relation } from '@trailhound/rules';
import { type Command, Option } from 'commander';
import { openInputs } from '../inputs/open-inputs.js';
import type { Io } from '../io.js';
import { repeated } from '../options.js';
import { selectRule } from '../rules/select-rule.js';
import { counted } from '../terminal/counted.js';
import { jsonLine } from '../terminal/json-line.js';

interface Options {
  readonly rules?: readonly string[];
  readonly format: 'pretty' | 'json';
}

export function addRulesCompare(rules: Command, io: Io): void {
  rules
    .command('compare')
    .description('say how the records two rules match lie to each other, with a record that shows it')
    .argument('<a>', 'FILE, FILE#ID, or the id of a rule at --rules')
    .argument('<b>', 'the other one')
    .argument('[input...]', 'records to try besides those made up: files, folders, -')
    .option('--rules <path>', 'where rules are; repeat for more', repeated)
    .addOption(new Option('--format <format>', 'how to show it').choices(['pretty', 'json']).default('pretty'))
    .addHelpText(
      'after',
      `
Equal, narrower, wider, disjoint, complementary or overlapping: decided by records made
up from both conditions. Where every test is decided by finitely many values the answer
is proven; otherwise it says that it was only tried, and why. Conditions are compared:
thresholds, dedup and suppressions make no difference.

Examples:
  $ trailhound rules compare --rules rules/ ebs-unencrypted ebs-encrypted
  $ trailhound rules compare old.yaml new.yaml logs/`,
    )
    .action(async (a: string, b: string, inputs: string[], options: Options) => {
      const [left, right] = [
        await selectRule(io, a, options.rules ?? []),
        await selectRule(io, b, options.rules ?? []),
      ];
      const given: unknown[] = [];
      for await (const { items } of openInputs(io, inputs))
        for (const item of items) if (item.kind === 'record') given.push(item.record);
      const comparison = compareConditions(left.rule.condition, right.rule.condition, given);
      if (options.format === 'json') {
        await io.print(jsonLine({ a: left.rule.id, b: right.rule.id, ...comparison }));
        return;
      }
      for (const line of comparisonLines(left.rule.id, right.rule.id, comparison)) await io.print(line);
    });
}

const sentences: Readonly<Record<Relation, (a: string, b: string) => string>> = {
  equal: (a, b) => `${a} and ${b} match the same records: equal`,
  narrower: (a, b) => `${a} matches only records that ${b} matches too: narrower`,
  wider: (a, b) => `${a} matches every record that ${b} matches, and more: wider`,
  disjoint: (a, b) => `no record matches both ${a} and ${b}: disjoint`,
  complementary: (a, b) => `every record matches exactly one of ${a} and ${b}: complementary`,
  overlapping: (a, b) => `${a} and ${b} share some records, and each has its own: overlapping`,
};

function comparisonLines(a: string, b: string, comparison: Comparison): string[] {
  const { relation, isProven, reason, tried, onlyA, onlyB, both, neither } = comparison;
  const how = isProven
    ? `proven over ${counted(tried)} records`
    : `tested only, on ${counted(tried)} records, not proven: ${reason}`;
  const example = (what: string, record: unknown) => (record === undefined ? [] : [`  ${what}: ${jsonLine(record)}`]);
  return [
    `${sentences[relation](a, b)} (${how})`,
    ...example(`only ${a}`, onlyA),
    ...example(`only ${b}`, onlyB),
    ...example('both', both),
    ...example('neither', neither),
  ];
}
