import type { Condition, Span } from '../../condition/condition.js';
import { all, negated, never, some } from '../kit/combine.js';
import type { NamedValues } from '../language.js';
import { interpret } from './jmespath/interpret.js';
import type { Expression, Json } from './jmespath/syntax.js';
import { partsOf } from './jmespath/syntax.js';
import { isJavaScriptTruthy, isTruthy } from './jmespath/values.js';
import { isBoolean, type Test, type Truth, testOf } from './lower-test.js';
import { eventPath, rootPathsIn } from './root-path.js';

/** Calls that can fail, up to which an expression is written out; each of them repeats what was tested before it. */
const maxCalls = 6;

/**
 * The condition a match expression means: match, no match and error exactly as evaluating it would give. What conditions
 * cannot say stays an expression that is evaluated, behind the tests that are asked before it.
 */
export function lowerExpression(expression: Expression, source: string, values: NamedValues): Condition {
  const lowering: Lowering = { source, values };
  return lower(expression, 'final', lowering);
}

interface Lowering {
  readonly source: string;
  readonly values: NamedValues;
}

function lower(expression: Expression, truth: Truth, lowering: Lowering): Condition {
  const test = callsIn(expression) <= maxCalls ? written(expression, truth) : undefined;
  if (test !== undefined) return orError(test, expression, lowering);
  switch (expression.kind) {
    case 'not':
      return negated(lower(expression.of, 'inner', lowering), expression.span);
    case 'and':
    case 'or':
      return lowerChain(expression, truth, lowering) ?? evaluated(expression, truth, lowering);
    default:
      return evaluated(expression, truth, lowering);
  }
}

/** The first part as tests, the rest by itself; undefined where the first part cannot be written as tests. */
function lowerChain(
  chain: Expression & { readonly kind: 'and' | 'or' },
  truth: Truth,
  lowering: Lowering,
): Condition | undefined {
  const [first, ...others] = chain.of;
  const [second] = others;
  if (first === undefined || second === undefined) return undefined;
  const test = callsIn(first) <= maxCalls ? written(first, 'inner') : undefined;
  if (test === undefined || (truth === 'final' && !isBoolean(first))) return undefined;
  const span = { start: second.span.start, end: chain.span.end };
  const rest = lower(others.length === 1 ? second : { ...chain, of: others, span }, truth, lowering);
  const { holds, fails = never } = test;
  const failure = errorIf(fails, first, lowering);
  if (chain.kind === 'and') return some([all([holds, rest], chain.span), failure]);
  return some([holds, all([negated(fails), rest]), failure], chain.span);
}

/** An expression as tests; undefined where some part cannot be. */
function written(expression: Expression, truth: Truth): Test | undefined {
  switch (expression.kind) {
    case 'not': {
      const of = written(expression.of, 'inner');
      if (of === undefined) return undefined;
      const { holds, fails = never } = of;
      return { ...of, holds: all([negated(holds, expression.span), negated(fails)]) };
    }
    case 'and':
    case 'or':
      return writtenChain(expression.kind, expression.of, truth, expression.span);
    default:
      return testOf(expression, truth);
  }
}

/**
 * JMESPath stops at the part that decides, and that part's own value is what comes out: of a final `detail.tags && x` an
 * empty list is true to JavaScript, though the `&&` stopped at it.
 */
function writtenChain(kind: 'and' | 'or', parts: readonly Expression[], truth: Truth, span: Span): Test | undefined {
  const last = parts.at(-1);
  let rest = last && written(last, truth);
  const flat =
    truth === 'inner' || parts.slice(0, -1).every(isBoolean) ? flatChain(kind, parts, truth, span) : undefined;
  if (flat !== undefined || rest === undefined) return flat;
  for (const part of parts.slice(0, -1).toReversed()) {
    const inner = written(part, 'inner');
    const outcome = written(part, truth);
    if (inner === undefined || outcome === undefined) return undefined;
    rest = step(kind, inner, isBoolean(part) ? inner : outcome, rest, span);
  }
  return rest;
}

/** Parts none of which can fail read as they are written. */
function flatChain(kind: 'and' | 'or', parts: readonly Expression[], truth: Truth, span: Span): Test | undefined {
  const tests = parts.map((part, index) => written(part, index === parts.length - 1 ? truth : 'inner'));
  const holding: Condition[] = [];
  for (const test of tests) {
    if (test === undefined || test.fails !== undefined) return undefined;
    holding.push(test.holds);
  }
  return { holds: kind === 'and' ? all(holding, span) : some(holding, span) };
}

/** `first && rest` or `first || rest`: `inner` decides whether to stop at the first, `outcome` what it then means. */
function step(kind: 'and' | 'or', inner: Test, outcome: Test, rest: Test, span: Span): Test {
  const { holds, fails = never } = inner;
  const isSame = inner === outcome;
  const goesOn = kind === 'and' ? holds : all([negated(holds), negated(fails)]);
  const stopsTrue =
    kind === 'and'
      ? isSame
        ? never
        : all([negated(holds), negated(fails), outcome.holds])
      : isSame
        ? holds
        : all([holds, outcome.holds]);
  const failing = some([fails, all([goesOn, rest.fails ?? never])]);
  return {
    holds: some([stopsTrue, all([goesOn, rest.holds], span)], span),
    ...(failing.kind !== 'false' && { fails: failing }),
  };
}

function orError({ holds, fails }: Test, expression: Expression, lowering: Lowering): Condition {
  return fails === undefined ? holds : some([holds, errorIf(fails, expression, lowering)], expression.span);
}

/** In error where `fails` holds, else no match. */
function errorIf(fails: Condition, { span }: Expression, lowering: Lowering): Condition {
  if (fails.kind === 'false') return never;
  const source = `a type error in ${textOf(span, lowering)}`;
  return { kind: 'ext', engine: 'jmespath', source, needs: [], guard: fails, run: () => 'error', span };
}

function evaluated(expression: Expression, truth: Truth, lowering: Lowering): Condition {
  const isTrue = truth === 'final' ? isJavaScriptTruthy : isTruthy;
  return {
    kind: 'ext',
    engine: 'jmespath',
    source: `${truth === 'final' ? '' : '!!'}${textOf(expression.span, lowering)}`,
    needs: [...rootPathsIn(expression)].map(eventPath),
    run: (record) => (isTrue(interpret(expression, record.root('envelope') as Json)) ? 'match' : 'no-match'),
    span: expression.span,
  };
}

/** The expression's text and, where it names values, these too: one text then stands for one behaviour. */
function textOf(span: Span, { source, values }: Lowering): string {
  const text = source.slice(span.start, span.end);
  return text.includes('{{') ? `${text} with ${JSON.stringify(values)}` : text;
}

function callsIn(expression: Expression): number {
  return (expression.kind === 'call' ? 1 : 0) + partsOf(expression).reduce((all, part) => all + callsIn(part), 0);
}
