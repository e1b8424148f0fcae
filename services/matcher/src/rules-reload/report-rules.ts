import type { Logger } from '@trailhound/ports';
import { unknownTargetLints } from '@trailhound/rules';
import type { RulesInForce } from './watch-rules.js';

/** Says what is wrong with the rules in force. */
export function reportRules(logger: Logger, { compiled, suppressions, problems, heldBack, unmet }: RulesInForce): void {
  for (const { code, message, fix, place } of problems) {
    logger.error({ code, problem: message, ...(fix && { fix }), ...(place && { place }) }, 'rule file problem');
  }
  for (const path of heldBack) logger.warn({ path }, 'file is broken, its last good version keeps running');
  for (const { rule, enrichment, fix } of unmet) {
    const { id, place } = rule;
    logger.warn({ rule: id, enrichment, fix, place }, 'rule is unsatisfied, nothing gives its enrichment');
  }
  for (const { message, place } of unknownTargetLints(suppressions, compiled.rules)) {
    logger.warn({ problem: message, place }, 'suppression mutes nothing');
  }
}
