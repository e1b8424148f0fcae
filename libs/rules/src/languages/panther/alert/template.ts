import type { FieldRef } from '../../../rule.js';
import type { TitlePart } from '../../../rule-file/title.js';
import type { Expression, FunctionNode, PythonModule } from '../python/syntax.js';
import { FieldReader, straightFunction } from './field-reader.js';

/** A text with fields in it, as a title or dedup function returns it; or the construct that keeps it from being one. */
export type Template =
  | { readonly ok: true; readonly parts: readonly TitlePart[] }
  | { readonly ok: false; readonly refused: string };

/** Reads what a function such as title(event) returns as a text with fields in it. */
export function readTemplate(called: FunctionNode, module: PythonModule): Template {
  const straight = straightFunction(called);
  if ('refused' in straight) return { ok: false, refused: straight.refused };
  const [item] = straight.items;
  if (item !== undefined) return { ok: false, refused: 'an assignment to an item' };
  const reader = new FieldReader(module, straight);
  const parts: TitlePart[] = [];
  const refused = collect(straight.value, reader, parts, 0);
  return refused === undefined ? { ok: true, parts } : { ok: false, refused };
}

/** The fields a function reads anywhere, in the order of the text: what its outcome can depend on. */
export function fieldsRead(called: FunctionNode, module: PythonModule): readonly FieldRef[] {
  const [event = ''] = called.parameters ?? [];
  const reader = new FieldReader(module, {
    event,
    names: new Map(),
    items: [],
    value: { kind: 'constant', value: null, span: called.span },
  });
  const found = new Map<string, FieldRef>();
  for (const expression of expressionsOf(called)) {
    const field = expression.kind === 'call' || expression.kind === 'index' ? reader.field(expression) : undefined;
    if (field !== undefined) found.set(field.name, { name: field.name, paths: field.paths });
  }
  return [...found.values()];
}

const maxParts = 100;

/** Adds the parts of an expression; answers the construct that is no part of a template. */
function collect(expression: Expression, reader: FieldReader, parts: TitlePart[], depth: number): string | undefined {
  if (parts.length > maxParts || depth > maxParts) return 'so many parts';
  const here = reader.resolve(expression);
  switch (here.kind) {
    case 'constant':
      if (here.value === null || typeof here.value === 'boolean') return 'a result that is no text';
      parts.push({ kind: 'text', text: String(here.value) });
      return undefined;
    case 'format': {
      for (const part of here.parts) {
        if (typeof part === 'string') parts.push({ kind: 'text', text: part });
        else {
          const refused = collect(part, reader, parts, depth + 1);
          if (refused !== undefined) return refused;
        }
      }
      return undefined;
    }
    case 'add':
      return collect(here.left, reader, parts, depth + 1) ?? collect(here.right, reader, parts, depth + 1);
    case 'unsupported':
      return here.what;
    default: {
      const inner = joinedParts(here, reader) ?? reader.ownCall(here);
      if (inner !== undefined && 'value' in inner) return collect(inner.value, inner.reader, parts, depth + 1);
      if (inner !== undefined) return collectAll(inner, reader, parts, depth);
      const field = reader.field(here);
      if (field === undefined) return whatOf(here);
      parts.push({ kind: 'field', field });
      return undefined;
    }
  }
}

function collectAll(
  expressions: readonly Expression[],
  reader: FieldReader,
  parts: TitlePart[],
  depth: number,
): string | undefined {
  for (const expression of expressions) {
    const refused = collect(expression, reader, parts, depth + 1);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

/** `"-".join([a, b])` as a, the text, b. */
function joinedParts(expression: Expression, reader: FieldReader): readonly Expression[] | undefined {
  if (expression.kind !== 'call' || expression.callee.kind !== 'attribute') return undefined;
  const { of: between, name } = expression.callee;
  const [argument] = expression.args;
  const list = argument && reader.resolve(argument);
  if (name !== 'join' || between.kind !== 'constant') return undefined;
  if (list?.kind !== 'list' && list?.kind !== 'tuple') return undefined;
  return list.items.flatMap((item, index) => (index === 0 ? [item] : [between, item]));
}

/** An expression by the name of its construct. */
export function whatOf(expression: Expression): string {
  switch (expression.kind) {
    case 'call': {
      const { callee } = expression;
      if (callee.kind === 'attribute') return `the method ${callee.name}`;
      return callee.kind === 'name' ? `the function ${callee.name}` : 'a call';
    }
    case 'name':
      return `the name ${expression.name}`;
    case 'if':
      return 'a conditional expression';
    case 'unsupported':
      return expression.what;
    default:
      return `a value made by ${expression.kind}`;
  }
}

function* expressionsOf(called: FunctionNode): Generator<Expression> {
  const pending: unknown[] = [called.body];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (isExpression(value)) yield value;
    pending.push(...Object.values(value).toReversed());
  }
}

function isExpression(value: object): value is Expression {
  return 'kind' in value && (value.kind === 'call' || value.kind === 'index');
}

/** A template as a title with `{path}` placeholders, for people. */
export function templateText(parts: readonly TitlePart[]): string {
  return parts
    .map((part) => (part.kind === 'field' ? `{${part.field.name}}` : part.text.replace(/[{}]/g, '$&$&')))
    .join('');
}

/** The fields of a template, each once. */
export function templateFields(parts: readonly TitlePart[]): readonly FieldRef[] {
  const fields = parts.flatMap((part) => (part.kind === 'field' ? [part.field] : []));
  return [...new Map(fields.map((field) => [field.name, field])).values()];
}
