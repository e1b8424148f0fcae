import { checkCondition } from '../../condition/check-condition.js';
import type { Condition } from '../../condition/condition.js';
import type { SourceDocument } from '../../source/source-document.js';
import type { NamedValues } from '../language.js';
import { lowerItem } from './lower-item.js';
import type { Findings } from './read-detection.js';
import type { Detection, Expression, Item, Search } from './syntax.js';

/**
 * The condition a detection means. An item that cannot be meant is a problem at its own line and stands as `false`; a
 * search that the condition does not use is checked all the same.
 */
export function lowerDetection(
  document: SourceDocument,
  detection: Detection,
  values: NamedValues,
  { problems }: Pick<Findings, 'problems'>,
): Condition {
  const item = (written: Item): Condition => {
    const { path, span } = written;
    const lowered = lowerItem(written, values);
    const refusals = lowered.ok ? checkCondition(lowered.condition) : lowered.refusals;
    for (const { code, message, fix } of refusals) {
      const place = document.placeOfKey(path);
      problems.push({
        code,
        message: `${path.slice(1).join('.')}: ${message}`,
        ...(fix !== undefined && { fix }),
        place,
      });
    }
    return lowered.ok && refusals.length === 0 ? lowered.condition : { kind: 'false', span };
  };
  const search = ({ alternatives, span }: Search): Condition => {
    const parts = alternatives.map((items) => joined('and', items.map(item)));
    const condition = joined('or', parts);
    return condition.span === undefined ? { ...condition, span } : condition;
  };
  const searches = new Map([...detection.searches].map(([name, written]) => [name, search(written)]));
  const expression = (node: Expression): Condition => {
    const { span } = node;
    switch (node.kind) {
      case 'and':
      case 'or':
        return { kind: node.kind, of: node.of.map(expression), span };
      case 'not':
        return { kind: 'not', of: expression(node.of), span };
      case 'name':
        return searches.get(node.name) ?? { kind: 'false', span };
      case 'of': {
        const parts = node.names.map((name) => searches.get(name) ?? ({ kind: 'false' } as const));
        return { ...joined(node.quantifier === 'all' ? 'and' : 'or', parts), span };
      }
      case 'broken':
        return { kind: 'false', span };
      default:
        return node satisfies never;
    }
  };
  return joined('or', detection.conditions.map(expression));
}

function joined(kind: 'and' | 'or', of: readonly Condition[]): Condition {
  const [only] = of;
  return only !== undefined && of.length === 1 ? only : { kind, of };
}
