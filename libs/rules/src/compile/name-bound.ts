import { viewOf } from '@trailhound/cloudtrail';
import { type CompiledCondition, compileCondition } from '../condition/compile-condition.js';
import type { Condition } from '../condition/condition.js';
import { type IndexKey, indexKeysOf } from './index-keys.js';
import { mentionsName, partsOf } from './known-name.js';
import { projectCondition } from './project-condition.js';
import { boundOf } from './value-bound.js';

/** Which names: those listed, in any case those that are folded, or those that pass a test. */
export type NameBound =
  | { readonly kind: 'listed'; readonly exact: readonly string[]; readonly folded: readonly string[] }
  | { readonly kind: 'tested'; readonly mayMatch: CompiledCondition };

/** No event is called so: a test of names that accepts it accepts nearly all. */
const nobodysName = '\u0001';
/** A rule found by something this rare is not tried on every event whose name it accepts. */
const rareShare = 0.02;

/**
 * The names of a rule that is best found by them: it lists them, or accepts a few, and asks for nothing rarer. `condition`
 * is in the normal form of `simplifyCondition`, `shareOf` the share of records that have one of the keys.
 */
export function nameBoundOf(
  condition: Condition,
  shareOf: (keys: readonly IndexKey[]) => number,
): NameBound | undefined {
  const bound = boundOf(condition, 'eventName');
  if (bound !== undefined) return { kind: 'listed', exact: [...bound.exact], folded: [...bound.folded] };
  const projected = projectCondition(condition, 'eventName');
  if (projected.kind === 'true') return undefined;
  const mayMatch = compileCondition(projected);
  if (mayMatch(viewOf({ eventName: nobodysName })) !== 'no-match') return undefined;
  const isRare = partsOf(condition).some((part) => {
    return !mentionsName(part) && indexKeysOf(part).some(({ keys }) => shareOf(keys) < rareShare);
  });
  return isRare ? undefined : { kind: 'tested', mayMatch };
}
