import type { Condition, Span } from '../../../condition/condition.js';
import type { Expression, Statement } from '../python/syntax.js';
import { allOf, anyOf } from './combine.js';
import type { Lowering } from './lowering.js';
import { Scope, type Where } from './scope.js';
import { failing, type Raise, raisesUnder, withoutRaise } from './truth.js';

/** A `return` that is reached where `when` holds; without a value it returns None. */
export interface BlockReturn {
  readonly when: Condition;
  readonly value: Expression | undefined;
  readonly where: Where;
}

/** The ways through a block: what it returns, where it runs to its end, and what it raises on the way. */
export interface Flow {
  readonly returns: readonly BlockReturn[];
  readonly falls: Condition;
  readonly raises: readonly Raise[];
}

/** Follows the statements of a function. Names are assigned once; whatever else has an effect is refused. */
export function runBlock(statements: readonly Statement[], where: Where, lowering: Lowering): Flow {
  const returns: BlockReturn[] = [];
  const raises: Raise[] = [];
  let falls: Condition = { kind: 'true' };
  for (const statement of statements) {
    if (falls.kind === 'false') break;
    const next = runStatement(statement, where, lowering);
    const before = falls;
    returns.push(...next.returns.map((one) => ({ ...one, when: allOf(before, one.when) })));
    raises.push(...raisesUnder(before, next.raises));
    falls = allOf(falls, next.falls);
  }
  return { returns: returns.filter(({ when }) => when.kind !== 'false'), falls, raises };
}

const goesOn: Flow = { returns: [], falls: { kind: 'true' }, raises: [] };

function runStatement(statement: Statement, where: Where, lowering: Lowering): Flow {
  switch (statement.kind) {
    case 'return':
      return {
        returns: [{ when: { kind: 'true' }, value: statement.value, where }],
        falls: { kind: 'false' },
        raises: [],
      };
    case 'if':
      return branch(statement, where, lowering);
    case 'assign':
      return assign(statement, where, lowering);
    case 'pass':
      return goesOn;
    case 'expression':
      if (statement.value.kind !== 'constant') refuse(lowering, 'a statement that only has an effect', statement.span);
      return goesOn;
    case 'assignItem':
      refuse(lowering, 'an assignment to an item', statement.span);
      return goesOn;
    case 'unsupported':
      refuse(lowering, statement.what, statement.span);
      return goesOn;
    default:
      return statement satisfies never;
  }
}

function branch(statement: Statement & { readonly kind: 'if' }, where: Where, lowering: Lowering): Flow {
  const test = lowering.truth(statement.test, where);
  const inner = (): Where => ({ ...where, scope: new Scope(where.scope) });
  const yes = runBlock(statement.chosen, inner(), lowering);
  const no = runBlock(statement.otherwise, inner(), lowering);
  const under = (when: Condition, { returns }: Flow) => returns.map((one) => ({ ...one, when: allOf(when, one.when) }));
  const isFalseWhen = failing(test);
  return {
    returns: [...under(test.holds, yes), ...under(isFalseWhen, no)],
    falls: anyOf(allOf(test.holds, yes.falls), allOf(isFalseWhen, no.falls)),
    raises: [...test.raises, ...raisesUnder(test.holds, yes.raises), ...raisesUnder(isFalseWhen, no.raises)],
  };
}

function assign(statement: Statement & { readonly kind: 'assign' }, where: Where, lowering: Lowering): Flow {
  const { name, value, span } = statement;
  const { raises } = lowering.value(value, where);
  if (!where.scope.bind(name, { kind: 'expression', value, scope: where.scope })) {
    lowering.refusals.construct(
      `${name}, which is assigned more than once,`,
      span,
      'give each value a name of its own',
    );
  }
  return { returns: [], falls: withoutRaise(raises), raises };
}

function refuse(lowering: Lowering, what: string, span: Span): void {
  lowering.refusals.construct(what, span);
}
