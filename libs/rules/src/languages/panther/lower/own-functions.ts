import type { Expression } from '../python/syntax.js';
import { type Flow, runBlock } from './blocks.js';
import { allOf } from './combine.js';
import type { Lowering } from './lowering.js';
import { Scope, type Where } from './scope.js';
import { isFalse, orTruth, type Raise, raisesUnder, type Truth, withoutRaise } from './truth.js';
import { constantValue, joinValues, type Value, valueUnder } from './value.js';

type Call = Expression & { readonly kind: 'call' };
const none = constantValue(null);

/** A function of the file, read where it is called. */
export function truthOfFunction(call: Call, where: Where, lowering: Lowering): Truth {
  const inside = enterFunction(call, where, lowering);
  if (inside === undefined) return isFalse;
  const { flow } = inside;
  const each = flow.returns.map(({ when, value, where: at }) => ({
    when,
    truth: value === undefined ? isFalse : lowering.truth(value, at),
  }));
  lowering.leave();
  return {
    holds: orTruth(each.map(({ when, truth }) => ({ holds: allOf(when, truth.holds), raises: [] }))).holds,
    raises: [...flow.raises, ...each.flatMap(({ when, truth }) => raisesUnder(when, truth.raises))],
  };
}

function enterFunction(call: Call, where: Where, lowering: Lowering) {
  const name = call.callee.kind === 'name' ? call.callee.name : '';
  const called = lowering.functionOf(name, where);
  if (called?.parameters?.length !== call.args.length || call.keywords.length > 0) {
    lowering.refusals.construct(`the call of ${name} with these arguments`, call.span);
    return undefined;
  }
  if (!lowering.enter()) {
    lowering.refusals.construct(`${name}, which calls itself or calls too deep,`, call.span);
    return undefined;
  }
  const scope = new Scope();
  const raises: Raise[] = [];
  for (const [index, parameter] of called.parameters.entries()) {
    const value = call.args[index];
    if (value === undefined) continue;
    raises.push(...lowering.value(value, where).raises);
    scope.bind(parameter, { kind: 'expression', value, scope: where.scope });
  }
  const inside = runBlock(called.body, { scope, depth: where.depth }, lowering);
  const reached = withoutRaise(raises);
  const returns = inside.returns.map((one) => ({ ...one, when: allOf(reached, one.when) }));
  const flow: Flow = {
    returns,
    falls: allOf(reached, inside.falls),
    raises: [...raises, ...raisesUnder(reached, inside.raises)],
  };
  return { flow };
}

/** The same as a value. */
export function valueOfFunction(call: Call, where: Where, lowering: Lowering): Value {
  const inside = enterFunction(call, where, lowering);
  if (inside === undefined) return none;
  const { flow } = inside;
  const returned = flow.returns.map(({ when, value, where: at }) =>
    valueUnder(when, value === undefined ? none : lowering.value(value, at)),
  );
  lowering.leave();
  const all = joinValues([...returned, valueUnder(flow.falls, none)]);
  return { cases: all.cases, raises: [...flow.raises, ...all.raises] };
}
