import { printable } from '@trailhound/contracts';
import type { RuleDescription } from '@trailhound/rules';
import type { Style } from '../terminal/style.js';
import { tableLines } from '../terminal/table.js';

/** A rule's description for a terminal. */
export function descriptionLines(rule: RuleDescription, style: Style): string[] {
  const head = (text: string) => ['', style.bold(text)];
  const list = (items: readonly string[]) => items.map((item) => `  ${printable(item)}`);
  const table = (columns: readonly string[], rows: readonly (readonly string[])[]) =>
    tableLines(
      columns.map((heading) => ({ heading, maxWidth: 70 })),
      rows,
    ).map((line) => `  ${line}`);
  const { attackTechniques, attackTactics, cis } = rule.frameworks;
  return [
    `${style.bold(printable(rule.title))}  ${rule.severity}${rule.enabled ? '' : '  (turned off)'}`,
    style.dim(
      printable(
        [rule.id, rule.language, rule.pack && `pack ${rule.pack}`, `${rule.file}:${rule.line}`]
          .filter(Boolean)
          .join(' · '),
      ),
    ),
    ...(rule.description === undefined ? [] : ['', printable(rule.description.trim())]),
    ...head('Condition'),
    ...list(rule.condition),
    ...head('Counting'),
    ...list([rule.counting]),
    ...(rule.actions.length === 0 ? [] : [...head('Actions'), ...list(rule.actions)]),
    ...(rule.exclusions.length === 0
      ? []
      : [
          ...head('Exclusions'),
          ...table(
            ['FIELD', 'KIND', 'EXCLUDED'],
            rule.exclusions.map(({ field, operator, values }) => [field, operator, values.join(', ')]),
          ),
        ]),
    ...head('Indicators'),
    ...table(
      ['FIELD', 'KIND', 'VALUES', 'OTHER RULES'],
      rule.indicators.map(({ field, operator, values, usedByOthers }) => [
        field,
        operator,
        values.join(', '),
        String(usedByOthers),
      ]),
    ),
    ...(rule.watchingTheSame.length === 0
      ? []
      : [...head('Rules watching the same event names'), ...list(rule.watchingTheSame)]),
    ...head('Output fields'),
    ...table(
      ['FIELD', 'SOURCE'],
      rule.outputFields.map(({ name, source }) => [name, source]),
    ),
    ...head('Coverage'),
    ...list([
      `ATT&CK: ${[...attackTactics, ...attackTechniques].join(', ') || 'none named'}`,
      `CIS AWS Foundations: ${cis.join(', ') || 'none named'}`,
      `tests: ${rule.tests}`,
    ]),
    ...(rule.falsePositives.length === 0 ? [] : [...head('False positives'), ...list(rule.falsePositives)]),
    ...(rule.runbook === undefined ? [] : [...head('Runbook'), ...list(rule.runbook.trim().split('\n'))]),
    ...(rule.references.length === 0 ? [] : [...head('References'), ...list(rule.references)]),
  ];
}
