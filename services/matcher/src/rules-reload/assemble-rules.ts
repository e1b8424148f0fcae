import type { Problem } from '@trailhound/contracts';
import type { Enricher } from '@trailhound/ports';
import {
  type CompiledRules,
  compileRules,
  type FileSuppression,
  type Rule,
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

/** Joins rules with suppressions and compiles what the matcher can run of them. */
export function assembleRules(
  rules: readonly Rule[],
  suppressions: readonly FileSuppression[],
  enricher?: Enricher,
): AssembledRules {
  const streamed = streamedRules(rules);
  const joined = withSuppressions(streamed.rules, suppressions);
  return {
    compiled: compileRules(joined, enricher && { enrich: (record) => enricher.enrich(record) }),
    unmet: unmetEnrichments(joined, enricher?.provides ?? []),
    problems: streamed.problems,
  };
}
