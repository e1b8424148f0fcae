import type { Condition } from '../condition/condition.js';
import { type IndexKey, type IndexKeys, indexKeysOf } from './index-keys.js';

/** A part of a rule's condition that must hold. */
export interface RulePart {
  readonly condition: Condition;
  /** The rule was found by it already, which did not decide it. */
  readonly isUsed?: boolean;
}

/** A key that more records have is not worth being found by. */
const maxShare = 0.75;

/** What a rule is best found by: the keys of a part that the fewest records have; undefined where none are worth it. */
export function rarestKeys(
  parts: readonly RulePart[],
  shareOf: (keys: readonly IndexKey[]) => number,
): { readonly part: RulePart; readonly keys: IndexKeys } | undefined {
  let found: { readonly part: RulePart; readonly keys: IndexKeys } | undefined;
  let rarest = maxShare;
  for (const part of parts) {
    if (part.isUsed) continue;
    for (const keys of indexKeysOf(part.condition)) {
      const share = shareOf(keys.keys);
      if (share >= rarest) continue;
      rarest = share;
      found = { part, keys };
    }
  }
  return found;
}
