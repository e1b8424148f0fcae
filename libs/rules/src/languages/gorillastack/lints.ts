import type { Lint } from '../../lint/lint.js';
import { alwaysPresent, findUnknownField, isRecordField } from '../threatstack/known-fields.js';
import { type Expression, type ExpressionOf, partsOf } from './jmespath/syntax.js';
import { type RootPath, rootPathOf, rootPathsIn } from './root-path.js';

/** What the author of a match expression should know about it, in the order of the text. */
export function lintExpression(expression: Expression, source: string): readonly Lint[] {
  const lints = [...[...rootPathsIn(expression)].flatMap(lintPath), ...lintParts(expression, source, new Set())];
  return lints.toSorted((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
}

function lintPath({ names }: RootPath): readonly Lint[] {
  const [first] = names;
  if (first === undefined) return [];
  const { name, span } = first;
  if (isRecordField(name) && name !== 'resources') {
    const message = `${name} is a field of the record, which stands under detail in the event: this is always null`;
    const fix = { span: { start: span.start, end: span.start }, text: 'detail.' };
    return [{ code: 'W-NODETAIL', message, span, advice: `write detail.${name}`, fix }];
  }
  if (name !== 'detail') return [];
  const inRecord = names.slice(1);
  const found = inRecord.length === 0 ? undefined : findUnknownField(inRecord.map((one) => one.name));
  const unknown = found && inRecord[found.index];
  if (found === undefined || unknown === undefined) return [];
  const message = `CloudTrail is not known to write "${found.name}" here`;
  const { suggestion } = found;
  if (suggestion === undefined) {
    const advice = 'compare the field with a record of that call; names are case-sensitive';
    return [{ code: 'W-UNKNOWN-FIELD', message, span: unknown.span, advice }];
  }
  const fix = { span: unknown.span, text: suggestion };
  return [{ code: 'W-UNKNOWN-FIELD', message, span: unknown.span, advice: `did you mean "${suggestion}"?`, fix }];
}

/** `known` are the fields that a part before, joined by `&&`, has made sure of. */
function lintParts(expression: Expression, source: string, known: ReadonlySet<string>): readonly Lint[] {
  switch (expression.kind) {
    case 'and': {
      const sure = new Set(known);
      return expression.of.flatMap((part) => {
        const lints = lintParts(part, source, sure);
        const path = rootPathOf(part);
        if (path !== undefined) sure.add(nameOf(path));
        return lints;
      });
    }
    case 'not': {
      const { of } = expression;
      const address = of.kind === 'call' ? lintAddress(expression, of, source) : [];
      if (address.length > 0) return address;
      return of.kind === 'call' ? lintCall(expression, of, source, known) : lintParts(of, source, known);
    }
    case 'call':
      return [...lintCall(expression, expression, source, known), ...insideOf(expression, source)];
    case 'compare':
      return [...lintComparison(expression), ...insideOf(expression, source)];
    case 'literal':
      return lintLiteral(expression, source);
    case 'or':
      return expression.of.flatMap((part) => lintParts(part, source, known));
    default:
      return insideOf(expression, source);
  }
}

function insideOf(expression: Expression, source: string): readonly Lint[] {
  return partsOf(expression).flatMap((part) => lintParts(part, source, new Set()));
}

/** A function of texts whose field may be absent is an error there, and the rule does not fire. */
function lintCall(
  whole: Expression,
  { name, args: [subject] }: ExpressionOf<'call'>,
  source: string,
  known: ReadonlySet<string>,
): readonly Lint[] {
  const path = subject && rootPathOf(subject);
  if (path === undefined || !failing.has(name) || isCertain(path) || known.has(nameOf(path))) return [];
  const field = source.slice(subject?.span.start, subject?.span.end);
  const text = `(${field} && ${source.slice(whole.span.start, whole.span.end)})`;
  return [
    {
      code: 'I-TYPE-ERROR',
      message: `${name}() is an error on records without ${field}: the rule does not fire there, and the error is counted`,
      span: whole.span,
      advice: `write ${text}`,
      fix: { span: whole.span, text },
    },
  ];
}

const failing: ReadonlySet<string> = new Set(
  'starts_with ends_with contains length keys values split join sort reverse parse_json'.split(' '),
);

/** `!starts_with(detail.sourceIPAddress, '10.1.')` also holds for the names of AWS services that stand there. */
function lintAddress(whole: Expression, call: ExpressionOf<'call'>, source: string): readonly Lint[] {
  const [subject, literal] = call.args;
  if (call.name !== 'starts_with' || literal?.kind !== 'literal' || typeof literal.value !== 'string') return [];
  const path = subject && rootPathOf(subject);
  if (path === undefined || nameOf(path) !== 'detail.sourceIPAddress' || !/^[\d.]+$|:/.test(literal.value)) return [];
  const written = source.slice(whole.span.start, whole.span.end);
  const text = `(${written} && !ends_with(detail.sourceIPAddress, '.amazonaws.com'))`;
  return [
    {
      code: 'I-NONIP',
      message: 'sourceIPAddress also holds names of AWS services, such as ec2.amazonaws.com, and these match here',
      span: whole.span,
      advice: 'leave calls of AWS services out; a network is said exactly by cidr, in a language that has it',
      fix: { span: whole.span, text },
    },
  ];
}

function lintComparison({ op, left, right, span }: ExpressionOf<'compare'>): readonly Lint[] {
  const path = rootPathOf(left) ?? rootPathOf(right);
  const literal = left.kind === 'literal' ? left : right.kind === 'literal' ? right : undefined;
  if (path === undefined || literal === undefined) return [];
  if (op === '!=' && literal.value !== null && !isCertain(path)) {
    const message = `this also matches records without ${nameOf(path)}`;
    return [{ code: 'I-ABSENT', message, span, advice: `add && ${nameOf(path)} if that is not meant` }];
  }
  if (op === '==' || op === '!=' || typeof literal.value === 'number') return [];
  const message = `${op} compares numbers only: with ${JSON.stringify(literal.value)} it is null and never holds`;
  return [{ code: 'W-DIALECT', message, span, advice: 'compare times and texts with == or starts_with' }];
}

function lintLiteral({ value, span }: ExpressionOf<'literal'>, source: string): readonly Lint[] {
  if (typeof value !== 'string' || !/^\{\{\s*[A-Za-z_][A-Za-z0-9_-]*\s*\}\}$/.test(value)) return [];
  if (!/^['`]/.test(source.slice(span.start, span.end))) return [];
  const message = `in quotes "${value}" is plain text, no named value`;
  return [{ code: 'W-PLACEHOLDER', message, span, advice: 'remove the quotes', fix: { span, text: value } }];
}

function isCertain(path: RootPath): boolean {
  const [root, ...names] = path.names.map(({ name }) => name);
  return root !== 'detail' || alwaysPresent.has(names.join('.'));
}

function nameOf({ names }: RootPath): string {
  return names.map(({ name }) => name).join('.');
}
