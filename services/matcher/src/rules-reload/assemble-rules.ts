import type { Problem } from '@trailhound/contracts';
import type { Enricher } from '@trailhound/ports';
import {
  type CompiledRules,
  type FileSuppression,
  type Rule,
  RuleCompiler,
  type Steps,
  type UnmetEnrichment,
  unmetEnrichments,
  withSuppressionsSteps,
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

/** Joins rules with suppressions and compiles what the matcher can run of them; sets that follow one another share much. */
export class RuleAssembler {
  readonly #enricher: Enricher | undefined;
  readonly #compiler: RuleCompiler;

  constructor(enricher?: Enricher) {
    this.#enricher = enricher;
    this.#compiler = new RuleCompiler(enricher && { enrich: (record) => enricher.enrich(record) });
  }

  /** In small steps; what was found out of a rule that is in the sets before is not found out again. */
  *assemble(rules: readonly Rule[], suppressions: readonly FileSuppression[]): Steps<AssembledRules> {
    const streamed = yield* streamedRules(rules);
    const joined = yield* withSuppressionsSteps(streamed.rules, suppressions);
    const unmet: UnmetEnrichment[] = [];
    for (const rule of joined) {
      unmet.push(...unmetEnrichments([rule], this.#enricher?.provides ?? []));
      yield;
    }
    return { compiled: yield* this.#compiler.compile(joined), unmet, problems: streamed.problems };
  }
}
