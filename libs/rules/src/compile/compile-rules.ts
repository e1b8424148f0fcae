import type { Rule } from '../rule.js';
import { atOnce } from '../steps.js';
import type { CompiledRules } from './compiled-rules.js';
import { type CompileOptions, RuleCompiler } from './rule-compiler.js';

/**
 * Compiles a rule set that none will follow: each rule stands under the rarest thing a record must have for it, equal
 * parts of conditions are evaluated once a record, and a record is read where it stands in its bytes. The conditions must
 * have passed `checkCondition`, as what `lower` returns has; TypeError otherwise.
 */
export function compileRules(rules: readonly Rule[], options: CompileOptions = {}): CompiledRules {
  return atOnce(new RuleCompiler(options).compile(rules));
}
