import type { FieldPath } from '@trailhound/cloudtrail';
import type { Condition, Question } from './condition.js';

/** The conditions directly inside one: the parts of and, or, not, the test of an `elem`, the guard of an `ext`. */
export function childrenOf(condition: Condition): readonly Condition[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.of;
    case 'not':
    case 'elem':
      return [condition.of];
    case 'ext':
      return condition.guard === undefined ? [] : [condition.guard];
    default:
      return [];
  }
}

/** A condition inside another and how deep it stands; the outermost has depth 0. */
export interface Visited {
  readonly condition: Condition;
  readonly depth: number;
}

/** Every condition inside one, itself first, each before its parts and these in order. Safe on any depth. */
export function* walkCondition(condition: Condition): Generator<Visited> {
  const pending: Visited[] = [{ condition, depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    yield next;
    for (const child of childrenOf(next.condition).toReversed()) {
      pending.push({ condition: child, depth: next.depth + 1 });
    }
  }
}

/** The paths a condition itself reads, those of its parts left out. */
export function pathsOf(condition: Condition): readonly FieldPath[] {
  switch (condition.kind) {
    case 'true':
    case 'false':
    case 'and':
    case 'or':
    case 'not':
    case 'text':
    case 'anyText':
      return [];
    case 'cmpField':
      return [condition.left, condition.right];
    case 'ext':
      return condition.needs;
    default:
      return [condition.path];
  }
}

/** The questions of a condition that are answered elsewhere. */
export function questionsIn(root: Condition): readonly Question[] {
  return [...walkCondition(root)].flatMap(({ condition }) =>
    condition.kind === 'ext' && condition.question !== undefined ? [condition.question] : [],
  );
}
