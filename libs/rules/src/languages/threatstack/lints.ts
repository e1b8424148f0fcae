import type { Lint } from '../../lint/lint.js';
import { quoteLiteral } from '../kit/quotes.js';
import { alwaysPresent, findUnknownField } from './known-fields.js';
import type { Filter, PathNode, ValueNode } from './syntax.js';

type Compare = Filter & { readonly kind: 'compare' };

/** What the author of a filter should know about it, in the order of the source text. */
export function lintFilter(filter: Filter, source: string): readonly Lint[] {
  const lints = [...walk(filter)].flatMap((node): readonly Lint[] => {
    switch (node.kind) {
      case 'compare':
        return [...lintPath(node.path), ...lintValue(node.value), ...lintEmpty(node), ...lintAbsent(node)];
      case 'in':
        return [...lintPath(node.path), ...node.values.flatMap(lintValue)];
      case 'or':
        return lintPrecedence(node.of, source);
      default:
        return [];
    }
  });
  return lints.toSorted((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
}

function* walk(filter: Filter): Generator<Filter> {
  yield filter;
  if (filter.kind === 'not') yield* walk(filter.of);
  else if (filter.kind === 'and' || filter.kind === 'or') for (const part of filter.of) yield* walk(part);
}

function lintPath(path: PathNode): readonly Lint[] {
  const names = path.segments.filter((segment) => typeof segment === 'string');
  const found = findUnknownField(names);
  if (found === undefined) return [];
  const { index, name, suggestion } = found;
  const message = `CloudTrail is not known to write "${path.text}": "${name}" is unfamiliar`;
  if (suggestion === undefined) {
    const advice = 'compare the field with a record of that call; names are case-sensitive';
    return [{ code: 'W-UNKNOWN-FIELD', message, span: path.span, advice }];
  }
  const fix = { span: path.span, text: renamed(path.text, index, suggestion) };
  return [{ code: 'W-UNKNOWN-FIELD', message, span: path.span, advice: `did you mean "${fix.text}"?`, fix }];
}

function renamed(path: string, index: number, name: string): string {
  let at = -1;
  return path.replace(/[A-Za-z_][A-Za-z0-9_-]*/g, (old) => {
    at += 1;
    return at === index ? name : old;
  });
}

function lintValue(value: ValueNode): readonly Lint[] {
  if (value.kind !== 'text') return [];
  const { span, text, isCurly } = value;
  const lints: Lint[] = [];
  if (isCurly) {
    const fix = { span, text: quoteLiteral(text) };
    lints.push({
      code: 'W-CURLY',
      message: 'curly quotes are read as straight ones',
      span,
      advice: `write ${fix.text}`,
      fix,
    });
  }
  if (/^\{\{\s*[A-Za-z_][A-Za-z0-9_-]*\s*\}\}$/.test(text)) {
    const message = `in quotes "${text}" is plain text, no named value`;
    lints.push({ code: 'W-PLACEHOLDER', message, span, advice: 'remove the quotes', fix: { span, text } });
  }
  return lints;
}

function lintEmpty({ path, op, value }: Compare): readonly Lint[] {
  if (value.kind !== 'text' || value.text !== '' || (op !== '=' && op !== '!=')) return [];
  const message = `"${path.text}" is compared with an empty text`;
  const advice =
    path.text === 'eventSource'
      ? 'published filters lost their link here; write the service, such as "route53.amazonaws.com"'
      : `write ${path.text} = null for a field that is absent`;
  return [{ code: 'W-EMPTY', message, span: value.span, advice }];
}

function lintAbsent({ path, op, value, span }: Compare): readonly Lint[] {
  if ((op !== '!=' && op !== 'not like') || value.kind === 'null' || alwaysPresent.has(path.text)) return [];
  const message = `this also matches records without ${path.text}`;
  return [{ code: 'I-ABSENT', message, span, advice: `add "and ${path.text} != null" if that is not meant` }];
}

function lintPrecedence(parts: readonly Filter[], source: string): readonly Lint[] {
  return parts.slice(1).flatMap((part): readonly Lint[] => {
    const { start, end } = part.span;
    if (part.kind !== 'and' || source.charAt(start) === '(') return [];
    const fix = { span: part.span, text: `(${source.slice(start, end)})` };
    const message = '"and" binds tighter than the "or" before it';
    return [{ code: 'W-PREC', message, span: part.span, advice: 'put parentheses around what belongs together', fix }];
  });
}
