import type { Condition, Span } from '../../../condition/condition.js';
import type { Expression, ForClause } from '../python/syntax.js';
import { isType } from './atom-tests.js';
import { allOf, anyOf, negate } from './combine.js';
import type { Lowering } from './lowering.js';
import { type Binding, Scope, type Where } from './scope.js';
import { andTruth, isFalse, notTruth, orTruth, raisesUnder, type Truth } from './truth.js';
import { type Atom, constantValue, describeAtom, type Value } from './value.js';

type Comprehension = Expression & { readonly kind: 'comprehension' };

/** `any(element for name in values if condition)`; with `all`, the same of the opposite. */
export function anyOrAll(
  quantifier: 'any' | 'all',
  { element, clauses }: Comprehension,
  where: Where,
  lowering: Lowering,
): Truth {
  // What is looked for: an element that is true for `any`, one that is false for `all`.
  const found = search(quantifier, element, clauses, where, lowering);
  return quantifier === 'any' ? found : notTruth(found);
}

function search(
  quantifier: 'any' | 'all',
  element: Expression,
  clauses: readonly ForClause[],
  where: Where,
  lowering: Lowering,
): Truth {
  const [clause, ...rest] = clauses;
  if (clause === undefined) {
    const truth = lowering.truth(element, where);
    return quantifier === 'any' ? truth : notTruth(truth);
  }
  const { name } = clause;
  const values = lowering.value(clause.of, where);
  if (name === undefined) {
    lowering.refusals.construct('a loop over several names', clause.of.span);
    return isFalse;
  }
  const one = (binding: Binding, depth: number): Truth => {
    const inside: Where = { scope: new Scope(where.scope), depth };
    if (!inside.scope.bind(name, binding)) {
      lowering.refusals.construct(`${name}, which is assigned more than once,`, clause.of.span);
      return isFalse;
    }
    const conditions = clause.conditions.map((condition) => lowering.truth(condition, inside));
    return andTruth([...conditions, search(quantifier, element, rest, inside, lowering)]);
  };
  const each = values.cases.map(({ when, atom }) => ({
    when,
    truth: overAtom(atom, one, where, clause.of.span, lowering),
  }));
  return {
    holds: anyOf(...each.map(({ when, truth }) => allOf(when, truth.holds))),
    raises: [...values.raises, ...each.flatMap(({ when, truth }) => raisesUnder(when, truth.raises))],
  };
}

function overAtom(
  atom: Atom,
  one: (binding: Binding, depth: number) => Truth,
  where: Where,
  span: Span,
  lowering: Lowering,
): Truth {
  const over = (values: readonly Value[]): Truth =>
    orTruth(values.map((value) => one({ kind: 'value', value, depth: where.depth }, where.depth)));
  switch (atom.kind) {
    case 'list':
      return over(atom.items);
    case 'dict':
      return over([...atom.entries.keys()].map(constantValue));
    case 'field': {
      const depth = where.depth + 1;
      const truth = one({ kind: 'element', depth }, depth);
      const some = (of: Condition): Condition =>
        of.kind === 'false' ? of : { kind: 'elem', path: atom.path, quantifier: 'any', of };
      const holds = some(truth.holds);
      const raises = truth.raises.map((raise) => ({ ...raise, when: allOf(some(raise.when), negate(holds)) }));
      const isNone: Condition = { kind: 'not', of: isType(atom.path, 'array') };
      const why = `${describeAtom(atom)} is no list, so there is nothing to go through`;
      return { holds, raises: [{ when: isNone, why, span }, ...raises] };
    }
    case 'constant':
      if (typeof atom.value !== 'string') {
        const why = `${describeAtom(atom)} is no list, so there is nothing to go through`;
        return { holds: { kind: 'false' }, raises: [{ when: { kind: 'true' }, why, span }] };
      }
      break;
    case 'cased':
    case 'event':
      break;
    default:
      return atom satisfies never;
  }
  lowering.refusals.construct(`a loop over ${describeAtom(atom)}`, span);
  return isFalse;
}
