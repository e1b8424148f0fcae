import type { RulePattern } from '@trailhound/contracts';
import type { Expression } from './syntax.js';

/** More alternatives than this are refused: each is looked for in every window. */
export const maxAlternatives = 64;

/**
 * The ways to satisfy an expression over the rules of a correlation, as indexes into `rules`: `and` asks for both, in the
 * order written, `or` for one, `not` that a rule stays silent. Undefined for more than {@link maxAlternatives}.
 */
export function rulePatterns(expression: Expression, rules: readonly string[]): readonly RulePattern[] | undefined {
  const nothing: RulePattern = { all: [], none: [] };
  const joinAll = (parts: readonly Expression[], wanted: boolean): readonly RulePattern[] | undefined =>
    parts.reduce<readonly RulePattern[] | undefined>(
      (before, part) => {
        const next = before && patterns(part, wanted);
        if (before === undefined || next === undefined || before.length * next.length > maxAlternatives)
          return undefined;
        return before.flatMap((first) =>
          next.map((second) => ({ all: [...first.all, ...second.all], none: [...first.none, ...second.none] })),
        );
      },
      [nothing],
    );
  const joinAny = (parts: readonly Expression[], wanted: boolean): readonly RulePattern[] | undefined => {
    const found = parts.map((part) => patterns(part, wanted));
    const flat = found.flatMap((one) => one ?? []);
    return found.includes(undefined) || flat.length > maxAlternatives ? undefined : flat;
  };
  const patterns = (node: Expression, wanted: boolean): readonly RulePattern[] | undefined => {
    switch (node.kind) {
      case 'and':
      case 'or':
        return (node.kind === 'and') === wanted ? joinAll(node.of, wanted) : joinAny(node.of, wanted);
      case 'not':
        return patterns(node.of, !wanted);
      case 'name': {
        const index = rules.indexOf(node.name);
        return [wanted ? { all: [index], none: [] } : { all: [], none: [index] }];
      }
      case 'of': {
        const names = node.names.map((name): Expression => ({ kind: 'name', name, span: node.span }));
        return (node.quantifier === 'all') === wanted ? joinAll(names, wanted) : joinAny(names, wanted);
      }
      case 'broken':
        return [];
      default:
        return node satisfies never;
    }
  };
  return patterns(expression, true);
}
