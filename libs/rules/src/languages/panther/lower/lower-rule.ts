import type { Condition, Span } from '../../../condition/condition.js';
import type { PythonModule, PythonProblem } from '../python/syntax.js';
import { runBlock } from './blocks.js';
import { allOf, anyOf, ConditionTooLarge, maxTests } from './combine.js';
import { PythonLowering } from './lower-python.js';
import { Refusals } from './refusals.js';
import { Scope } from './scope.js';
import { conditionOf, isFalse, narrowed, raisesUnder, type Truth } from './truth.js';

export type LoweredRule =
  | {
      readonly ok: true;
      /** In error on some event names only: see `narrowed`. */
      readonly condition: Condition;
      /** In error wherever Python would raise. */
      readonly exact: Condition;
    }
  | { readonly ok: false; readonly problems: readonly PythonProblem[] };

/**
 * The condition that holds where `rule(event)` returns something true and is in error where it would raise an exception.
 * Whatever keeps it from being known is a problem that names the construct. `placeOf` writes a place for messages.
 */
export function lowerRule(module: PythonModule, placeOf: (span: Span) => string): LoweredRule {
  try {
    return lowerKnownRule(module, placeOf);
  } catch (error) {
    if (!(error instanceof ConditionTooLarge)) throw error;
    const message = `rule(event) needs more than ${maxTests} tests`;
    return { ok: false, problems: [{ code: 'E-LIMIT', message, span: { start: 0, end: 0 }, fix: 'split the rule' }] };
  }
}

function lowerKnownRule(module: PythonModule, placeOf: (span: Span) => string): LoweredRule {
  const refusals = new Refusals();
  const rule = module.unclear.has('rule') ? undefined : module.functions.get('rule');
  const [event, ...others] = rule?.parameters ?? [];
  if (rule === undefined || event === undefined || others.length > 0) {
    const span = rule?.span ?? { start: 0, end: 0 };
    refusals.add('E-PY-RULE', 'there is no rule(event), once and with one parameter', span, 'write def rule(event):');
    return { ok: false, problems: refusals.all };
  }
  const lowering = new PythonLowering(module, refusals);
  const scope = new Scope();
  scope.bind(event, { kind: 'event' });
  const flow = runBlock(rule.body, { scope, depth: 0 }, lowering);
  const returned = flow.returns.map(({ when, value, where }) => ({
    when,
    truth: value === undefined ? isFalse : lowering.truth(value, where),
  }));
  if (!refusals.isEmpty) return { ok: false, problems: refusals.all };
  const truth: Truth = {
    holds: anyOf(...returned.map((one) => allOf(one.when, one.truth.holds))),
    raises: [...flow.raises, ...returned.flatMap((one) => raisesUnder(one.when, one.truth.raises))],
  };
  return { ok: true, condition: conditionOf(narrowed(truth), placeOf), exact: conditionOf(truth, placeOf) };
}
