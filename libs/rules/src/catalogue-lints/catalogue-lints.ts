import type { Catalogue } from '@trailhound/catalogue';
import type { Lint } from '../lint/lint.js';
import { coverageLints } from './coverage.js';
import { deadRuleLints } from './dead-rule.js';
import { eventScope } from './event-scope.js';
import { fieldLints } from './field-lints.js';
import type { LintedRule, LintSubject } from './linted-rule.js';
import { noSourceLints, overmatchLints, readOnlyLints, scanLints } from './reach.js';
import { titleLints } from './title-verb.js';
import { unknownEventLints } from './unknown-event.js';

/**
 * What the catalogue of CloudTrail's events and fields says of a rule: whatever its language, as it looks at the
 * condition alone. Spans are of `conditionText`. A rule takes up to some tens of milliseconds, so this is for authors,
 * not for the start of the engine.
 */
export function catalogueLints(rule: LintedRule, catalogue: Catalogue): readonly Lint[] {
  const subject: LintSubject = { rule, catalogue, scope: eventScope(rule.condition, catalogue) };
  const unknown = unknownEventLints(subject);
  // A name that nothing has is why such a rule is dead; that is said already, with the name that was meant.
  const dead = unknown.length === 0 ? deadRuleLints(subject) : [];
  if (dead.length > 0) return [...dead, ...fieldLints(subject)];
  return [
    ...unknown,
    ...fieldLints(subject),
    ...overmatchLints(subject),
    ...noSourceLints(subject),
    ...coverageLints(subject),
    ...titleLints(subject),
    ...readOnlyLints(subject),
    ...scanLints(subject),
  ];
}
