import type { FieldPath } from '@trailhound/cloudtrail';
import type { Condition } from '../condition/condition.js';
import { simplifyCondition } from '../condition/simplify-condition.js';
import { pathsOf } from '../condition/walk-condition.js';

/** The two members nearly every rule names, and records are told apart by first. */
export type Discriminator = 'eventName' | 'eventSource';

/**
 * What a condition demands of the discriminators alone: every test of anything else counts as passed. So it matches
 * wherever the condition matches or is in error, given that both members are texts: what it refuses need not be
 * evaluated. `only` narrows it to one of the two.
 */
export function projectCondition(condition: Condition, only?: Discriminator): Condition {
  return simplifyCondition(keep(simplifyCondition(condition), only));
}

/** `condition` is in the normal form of `simplifyCondition`: a `not` stands around single tests only. */
function keep(condition: Condition, only: Discriminator | undefined): Condition {
  switch (condition.kind) {
    case 'true':
    case 'false':
      return condition;
    case 'and':
    case 'or':
      return { kind: condition.kind, of: condition.of.map((part) => keep(part, only)) };
    case 'not':
      if (!isAboutDiscriminators(condition.of, only)) return { kind: 'true' };
      return { kind: 'not', of: decided(condition.of) };
    case 'ext':
      return condition.guard === undefined ? { kind: 'true' } : keep(condition.guard, only);
    default:
      return isAboutDiscriminators(condition, only) ? decided(condition) : { kind: 'true' };
  }
}

/** Whether nothing but the discriminators, or the one of them, decides the test. */
export function isAboutDiscriminators(test: Condition, only: Discriminator | undefined): boolean {
  if (test.kind === 'ext' || test.kind === 'text') return false;
  const read = pathsOf(test).map(discriminatorOf);
  return read.length > 0 && read.every((found) => found !== undefined && (only === undefined || found === only));
}

/** What is known without the value: a discriminator is there, and it is a text. */
function decided(test: Condition): Condition {
  if (test.kind !== 'exists' && test.kind !== 'isNull' && test.kind !== 'type') return test;
  const isWhole = test.path.segments.at(-1) === discriminatorOf(test.path) && test.path.take === undefined;
  if (!isWhole || (test.kind === 'exists' && test.mode === 'nonEmpty')) return test;
  const holds = test.kind === 'type' ? test.types.includes('string') : test.kind === 'exists';
  return { kind: holds ? 'true' : 'false' };
}

/**
 * The member whose text decides what the path reaches, where that is a text: the member itself, the same in the
 * EventBridge envelope, and the envelope's `source`, which is made of eventSource. Folding of member names changes
 * nothing, as the exact name wins.
 */
export function discriminatorOf({ root, segments }: FieldPath): Discriminator | undefined {
  const [first, second] = segments;
  if (root === 'record' && segments.length === 1) return asDiscriminator(first);
  if (root === 'envelope' && segments.length === 1 && first === 'source') return 'eventSource';
  return root === 'envelope' && segments.length === 2 && first === 'detail' ? asDiscriminator(second) : undefined;
}

function asDiscriminator(segment: unknown): Discriminator | undefined {
  return segment === 'eventName' || segment === 'eventSource' ? segment : undefined;
}
