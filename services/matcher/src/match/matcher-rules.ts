import type { CompiledRules } from '@trailhound/rules';

/** A rule set with its name among all that ever ran. */
export interface NumberedRules {
  readonly compiled: CompiledRules;
  /** Its number in `rules.state`; absent where the rules come from nowhere that numbers them. */
  readonly revision?: number;
}

/** The rules a matcher runs. */
export interface MatcherRules {
  /** The set in force; changes as a whole. Its rules are joined with all suppressions (`withSuppressions`). */
  current(): NumberedRules;
  /**
   * Resolves when `current` is the newest revision there is, and at least `revision` where one is named. Rejects where
   * that cannot be found out; the caller tries again.
   */
  catchUp(revision: number | undefined): Promise<void>;
}

/** Rules that never change and have no number. */
export function fixedRules(compiled: CompiledRules): MatcherRules {
  return { current: () => ({ compiled }), catchUp: async () => undefined };
}

/** How alerts name the set: by its number, else by the hash of what it does. */
export function revisionName({ compiled, revision }: NumberedRules): string {
  return revision === undefined ? compiled.revision : String(revision);
}
