import { type NamedChanges, printable, type RevisionChanges } from '@trailhound/contracts';
import { countOf } from '../terminal/counted.js';
import type { Style } from '../terminal/style.js';

/** `3 rules added, 1 changed; 1 suppression removed`, or that nothing does anything else. */
export function changeSummary({ rules, suppressions, packs }: RevisionChanges): string {
  const parts = [
    summaryOf(rules, 'rule'),
    summaryOf(suppressions, 'suppression'),
    summaryOf(packs, 'pack setting'),
  ].filter((part) => part !== '');
  return parts.length > 0 ? parts.join('; ') : 'no rule does anything else';
}

function summaryOf({ added, changed, removed }: NamedChanges, noun: string): string {
  const counts = [
    [added, 'added'],
    [changed, 'changed'],
    [removed, 'removed'],
  ] as const;
  const said = counts.filter(([count]) => count > 0);
  return said.map(([count, verb], at) => `${at === 0 ? countOf(count, noun) : count} ${verb}`).join(', ');
}

/** One line a name: `+` added, `~` changed, `-` removed. */
export function changeLines(changes: RevisionChanges, style: Style): readonly string[] {
  return Object.entries(changes).flatMap(([kind, { names, added, changed, removed }]) => {
    const what = kind === 'rules' ? '' : `${kind.slice(0, -1)} `;
    const hidden = added + changed + removed - names.added.length - names.changed.length - names.removed.length;
    return [
      ...names.added.map((name) => style.green(`+ ${what}${printable(name)}`)),
      ...names.changed.map((name) => style.yellow(`~ ${what}${printable(name)}`)),
      ...names.removed.map((name) => style.red(`- ${what}${printable(name)}`)),
      ...(hidden > 0 ? [style.dim(`  … and ${hidden} more ${kind}`)] : []),
    ];
  });
}
