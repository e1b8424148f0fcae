import { type RecordView, viewOf } from '@trailhound/cloudtrail';
import { compileCondition } from '../condition/compile-condition.js';
import type { Condition } from '../condition/condition.js';
import { simplifyCondition } from '../condition/simplify-condition.js';
import { walkCondition } from '../condition/walk-condition.js';
import { isAboutDiscriminators } from './project-condition.js';

/** The parts that must all hold, of a condition in the normal form of `simplifyCondition`. */
export function partsOf(condition: Condition): readonly Condition[] {
  if (condition.kind === 'true') return [];
  return condition.kind === 'and' ? condition.of : [condition];
}

/**
 * What is left of a condition on records with this event name: the parts that must hold besides, undefined where none can
 * make it match or be in error. `condition` is in the normal form of `simplifyCondition`.
 */
export function partsWithName(condition: Condition, eventName: string): readonly Condition[] | undefined {
  return partsOn(condition, viewOf({ eventName }));
}

/** The same on records with the event name of this one, or without one as it. */
export function partsOn(condition: Condition, view: RecordView): readonly Condition[] | undefined {
  const parts: Condition[] = [];
  for (const part of partsOf(condition)) {
    if (!mentionsName(part)) {
      parts.push(part);
      continue;
    }
    const left = simplifyCondition(withName(part, view));
    if (left.kind === 'false') return undefined;
    parts.push(...partsOf(left));
  }
  return parts;
}

const mentions = new WeakMap<Condition, boolean>();

/** Whether some test in the condition is decided by the event name alone. */
export function mentionsName(condition: Condition): boolean {
  const known = mentions.get(condition);
  if (known !== undefined) return known;
  const found = [...walkCondition(condition)].some((visited) => isAboutDiscriminators(visited.condition, 'eventName'));
  mentions.set(condition, found);
  return found;
}

function withName(condition: Condition, view: RecordView): Condition {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return { kind: condition.kind, of: condition.of.map((part) => withName(part, view)) };
    case 'not':
      return { kind: 'not', of: withName(condition.of, view) };
    case 'ext':
      return condition.guard === undefined ? condition : { ...condition, guard: withName(condition.guard, view) };
    default: {
      if (!isAboutDiscriminators(condition, 'eventName')) return condition;
      return { kind: compileCondition(condition)(view) === 'match' ? 'true' : 'false' };
    }
  }
}
