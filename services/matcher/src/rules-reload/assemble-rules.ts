import type { Problem } from '@trailhound/contracts';
import type { Enricher } from '@trailhound/ports';
import {
  type CompiledRules,
  compileSteps,
  type FileSuppression,
  type Rule,
  type Steps,
  type UnmetEnrichment,
  unmetEnrichments,
  withSuppressions,
} from '@trailhound/rules';
import { streamedRules } from './streamed-rules.js';

/** Rules ready to run. */
export interface AssembledRules {
  /** Rules joined with their suppressions and compiled. */
  readonly compiled: CompiledRules;
  /** Rules that look at an enrichment nobody provides. */
  readonly unmet: readonly UnmetEnrichment[];
  /** Rules that the matcher cannot run. */
  readonly problems: readonly Problem[];
}

/** Joins rules with suppressions and compiles what the matcher can run of them, in small steps. */
export function* assembleSteps(
  rules: readonly Rule[],
  suppressions: readonly FileSuppression[],
  enricher?: Enricher,
): Steps<AssembledRules> {
  const streamed = streamedRules(rules);
  yield;
  const joined = withSuppressions(streamed.rules, suppressions);
  yield;
  const unmet: UnmetEnrichment[] = [];
  for (const rule of joined) {
    unmet.push(...unmetEnrichments([rule], enricher?.provides ?? []));
    yield;
  }
  return {
    compiled: yield* compileSteps(joined, enricher && { enrich: (record) => enricher.enrich(record) }),
    unmet,
    problems: streamed.problems,
  };
}
