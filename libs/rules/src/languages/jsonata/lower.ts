import { every, type FieldPath, maxPathSegments, type Segment } from '@trailhound/cloudtrail';
import { canonicalJson } from '@trailhound/contracts';
import { answerTo } from '../../condition/asking-view.js';
import type { Condition, LeafPath, Question, Scalar } from '../../condition/condition.js';
import { all, always, negated, never, some } from '../kit/combine.js';
import type { NamedValues } from '../language.js';
import type { ParsedExpression } from './parse.js';
import { spanOf } from './spans.js';
import { isPlain, type JsonataNode } from './syntax.js';

/** What an expression is evaluated on. */
export type ExpressionRoot = Question['root'];

/**
 * An expression as conditions, on records that have nothing `doubtful`: no list on the way to a field it asks for, no
 * value a function does not take. There JSONata has rules of its own, and JSONata is asked.
 */
interface Written {
  readonly holds: Condition;
  /** Where it has a result at all: `$not` of nothing is nothing. */
  readonly exists: Condition;
  readonly doubtful: Condition;
}

interface Lowering {
  readonly text: string;
  readonly root: ExpressionRoot;
  readonly values: NamedValues;
}

/** The condition an expression means: conditions as far as they can say it, a question for the rest. */
export function lowerExpression(parsed: ParsedExpression, root: ExpressionRoot, values: NamedValues): Condition {
  const lowering: Lowering = { text: parsed.text, root, values };
  const written = write(parsed.tree, lowering);
  const span = { start: 0, end: parsed.text.length };
  if (written === undefined) return question(guardOf(parsed.tree, lowering), lowering);
  const { holds, doubtful } = written;
  if (doubtful.kind === 'false') return holds;
  const guard = all([doubtful, guardOf(parsed.tree, lowering)]);
  return some([all([negated(doubtful), holds]), question(guard, lowering)], span);
}

function question(guard: Condition, { text, root, values }: Lowering): Condition {
  const expression = text.trim();
  const key = canonicalJson({ engine: 'jsonata', expression, root, values });
  const asked: Question = { key, engine: 'jsonata', expression, root, values };
  const bound = Object.keys(values).length === 0 ? '' : ` with ${canonicalJson(values)}`;
  return {
    kind: 'ext',
    engine: 'jsonata',
    source: `${expression}${bound}${root === 'record' ? '' : ' on the envelope'}`,
    needs: [],
    ...(guard.kind !== 'true' && { guard }),
    question: asked,
    run: (record) => answerTo(asked, record),
    span: { start: 0, end: text.length },
  };
}

/** What must hold, at least, where the expression is true. */
function guardOf(node: JsonataNode, lowering: Lowering): Condition {
  const inner = unwrapped(node);
  if (inner.type === 'binary' && (inner.value === 'and' || inner.value === 'or') && inner.lhs && inner.rhs) {
    const parts = [guardOf(inner.lhs, lowering), guardOf(inner.rhs, lowering)];
    return inner.value === 'and' ? all(parts) : some(parts);
  }
  const written = write(inner, lowering);
  return written === undefined ? always : some([written.doubtful, written.holds]);
}

function write(node: JsonataNode, lowering: Lowering): Written | undefined {
  const inner = unwrapped(node);
  switch (inner.type) {
    case 'path':
      return writePath(inner, lowering);
    case 'binary':
      return writeBinary(inner, lowering);
    case 'function':
      return writeCall(inner, lowering);
    case 'value':
      return typeof inner.value === 'boolean' ? certain(inner.value ? always : never) : undefined;
    default:
      return undefined;
  }
}

function writePath(node: JsonataNode, lowering: Lowering): Written | undefined {
  const path = pathOf(node, lowering);
  if (path === undefined) return undefined;
  const span = spanOf(node, lowering.text);
  const holds = all([
    { kind: 'exists', path, mode: 'nonEmpty', ...span },
    negated({ kind: 'in', path, values: [false, 0], coerce: 'strict', ...span }),
  ]);
  return {
    holds,
    exists: { kind: 'exists', path, mode: 'present', ...span },
    doubtful: hasList(path, 'at its end too'),
  };
}

function writeBinary(node: JsonataNode, lowering: Lowering): Written | undefined {
  const { value: op, lhs, rhs } = node;
  if (lhs === undefined || rhs === undefined || !isPlain(node, ['value', 'lhs', 'rhs'])) return undefined;
  const span = spanOf(node, lowering.text);
  if (op === 'and' || op === 'or') {
    const left = write(lhs, lowering);
    const right = left && write(rhs, lowering);
    if (left === undefined || right === undefined) return undefined;
    const parts = [left.holds, right.holds];
    const holds = op === 'and' ? all(parts, span.span) : some(parts, span.span);
    return { holds, exists: always, doubtful: some([left.doubtful, right.doubtful]) };
  }
  const path = pathOf(lhs, lowering);
  if (path === undefined) return undefined;
  const doubtful = hasList(path, 'on the way');
  if (op === 'in') {
    const values = scalarsOf(rhs, lowering);
    return values && { ...certain({ kind: 'in', path, values, coerce: 'strict', ...span }), doubtful };
  }
  const value = scalarOf(rhs, lowering);
  if (value === undefined || (op !== '=' && op !== '!=')) return undefined;
  const same: Condition = { kind: 'eq', path, value, coerce: 'strict', ...span };
  if (op === '=') return { ...certain(same), doubtful };
  return { ...certain(all([{ kind: 'exists', path, mode: 'present' }, negated(same)], span.span)), doubtful };
}

function writeCall(node: JsonataNode, lowering: Lowering): Written | undefined {
  const { procedure, arguments: args = [] } = node;
  if (procedure?.type !== 'variable' || !isPlain(node, ['value', 'procedure', 'arguments'])) return undefined;
  if (Object.hasOwn(lowering.values, String(procedure.value))) return undefined;
  const [first, second] = args;
  const span = spanOf(node, lowering.text);
  const is = (name: string, count: number) => procedure.value === name && args.length === count;
  if (is('not', 1) && first) {
    const of = write(first, lowering);
    return of && { ...of, holds: all([of.exists, negated(of.holds, span.span)]) };
  }
  if (is('boolean', 1) && first) return write(first, lowering);
  const path = first && pathOf(first, lowering);
  if (path === undefined) return undefined;
  if (is('exists', 1)) {
    return { ...certain({ kind: 'exists', path, mode: 'present', ...span }), doubtful: hasList(path, 'on the way') };
  }
  if (!is('contains', 2) || second?.type !== 'string') return undefined;
  const isPresent: Condition = { kind: 'exists', path, mode: 'present' };
  const isText: Condition = { kind: 'prefix', path, text: '', coerce: 'strict' };
  return {
    holds: { kind: 'contains', path, text: String(second.value), coerce: 'strict', ...span },
    exists: isPresent,
    doubtful: some([hasList(path, 'at its end too'), all([isPresent, negated(isText)])]),
  };
}

function certain(holds: Condition): Written {
  return { holds, exists: always, doubtful: never };
}

/** A list with something in it stands on the way to the field, or at its end; an empty one on the way leads nowhere. */
function hasList(path: LeafPath, where: 'on the way' | 'at its end too'): Condition {
  const prefixes = where === 'on the way' ? path.segments.slice(0, -1) : path.segments;
  return some(
    prefixes.map((_, index): Condition => {
      const list: FieldPath = { ...path, segments: [...path.segments.slice(0, index + 1), every] };
      return { kind: 'exists', path: list, mode: 'present' };
    }),
  );
}

/** A chain of names from the input, `$` or `$$`; undefined for anything else. */
function pathOf(node: JsonataNode, { root }: Lowering): LeafPath | undefined {
  const inner = unwrapped(node);
  if (inner.type !== 'path' || inner.steps === undefined || !isPlain(inner, ['steps'])) return undefined;
  const segments: Segment[] = [];
  for (const [index, step] of inner.steps.entries()) {
    if (!isPlain(step, ['value'])) return undefined;
    const isInput = index === 0 && step.type === 'variable' && (step.value === '' || step.value === '$');
    if (isInput) continue;
    if (step.type !== 'name' || typeof step.value !== 'string' || step.value === '') return undefined;
    segments.push(step.value);
  }
  if (segments.length === 0 || segments.length > maxPathSegments) return undefined;
  // What is under detail is the record: never a list, and there without the envelope.
  const inRecord = root === 'envelope' && segments[0] === 'detail' && segments.length > 1;
  return {
    root: inRecord ? 'record' : root,
    segments: inRecord ? segments.slice(1) : segments,
    arrays: 'explicit',
    keyCase: 'exact',
    flattenDots: false,
  };
}

function scalarOf(node: JsonataNode, { values }: Lowering): Scalar | undefined {
  const inner = unwrapped(node);
  if (!isPlain(inner, ['value'])) return undefined;
  const { type, value } = inner;
  if (type === 'variable') {
    const bound = typeof value === 'string' && Object.hasOwn(values, value) ? values[value] : undefined;
    return typeof bound === 'object' ? undefined : bound;
  }
  if (type !== 'string' && type !== 'number' && type !== 'value') return undefined;
  return value === null || ['string', 'number', 'boolean'].includes(typeof value) ? (value as Scalar) : undefined;
}

function scalarsOf(node: JsonataNode, lowering: Lowering): readonly Scalar[] | undefined {
  const inner = unwrapped(node);
  if (inner.type === 'variable' && typeof inner.value === 'string' && Object.hasOwn(lowering.values, inner.value)) {
    const bound = lowering.values[inner.value];
    return typeof bound === 'object' ? bound : bound === undefined ? undefined : [bound];
  }
  if (inner.type !== 'unary' || inner.value !== '[' || !isPlain(inner, ['value', 'expressions'])) return undefined;
  const items = (inner.expressions ?? []).map((item) => scalarOf(item, lowering));
  return items.every((item) => item !== undefined) ? items : undefined;
}

/** Without the parentheses around it. */
function unwrapped(node: JsonataNode): JsonataNode {
  const [only, ...others] = node.expressions ?? [];
  const isGroup = node.type === 'block' && only !== undefined && others.length === 0 && isPlain(node, ['expressions']);
  return isGroup ? unwrapped(only) : node;
}
