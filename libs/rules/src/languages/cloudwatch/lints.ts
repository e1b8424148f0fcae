import type { Lint } from '../../lint/lint.js';
import { quoteLiteral } from '../kit/quotes.js';
import { findUnknownField, isRecordField } from '../threatstack/known-fields.js';
import type { FilterPattern, Selector, ValueNode } from './syntax.js';
import { walkPattern } from './walk-pattern.js';

/** What the author of a filter pattern should know about it, in the order of the source text. */
export function lintPattern(pattern: FilterPattern, source: string): readonly Lint[] {
  const lints = [...walkPattern(pattern)].flatMap((part): readonly Lint[] => {
    switch (part.kind) {
      case 'or':
        return lintPrecedence(part.of, source);
      case 'compare':
        return [...lintSelector(part.selector), ...lintValue(part.value), ...lintBoolean(part)];
      case 'number':
      case 'is':
      case 'exists':
        return lintSelector(part.selector);
      case 'and':
      case 'broken':
        return [];
      default:
        return part satisfies never;
    }
  });
  return lints.toSorted((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
}

function lintPrecedence(parts: readonly FilterPattern[], source: string): readonly Lint[] {
  return parts.slice(1).flatMap((part): readonly Lint[] => {
    const { start, end } = part.span;
    if (part.kind !== 'and' || part.isGrouped) return [];
    const fix = { span: part.span, text: `(${source.slice(start, end)})` };
    const message = '"&&" binds tighter than the "||" before it';
    return [{ code: 'W-PREC', message, span: part.span, advice: 'put parentheses around what belongs together', fix }];
  });
}

function lintSelector({ segments, text, span }: Selector): readonly Lint[] {
  const names = segments.filter((segment) => typeof segment === 'string');
  const [first] = names;
  if (first === undefined) return [];
  const found = findUnknownField(names) ?? (isRecordField(first) ? undefined : { name: first, suggestion: undefined });
  if (found === undefined) return [];
  const message = `CloudTrail is not known to write ${text}: "${found.name}" is unfamiliar`;
  const { suggestion } = found;
  if (suggestion === undefined) {
    const advice = 'compare the field with a record of that call; names are case-sensitive';
    return [{ code: 'W-UNKNOWN-FIELD', message, span, advice }];
  }
  const at = text.lastIndexOf(found.name);
  const fixed = `${text.slice(0, at)}${suggestion}${text.slice(at + found.name.length)}`;
  return [{ code: 'W-UNKNOWN-FIELD', message, span, advice: `did you mean ${fixed}?`, fix: { span, text: fixed } }];
}

function lintValue(value: ValueNode): readonly Lint[] {
  if (value.kind !== 'text') return [];
  const { span, text, quotes } = value;
  const lints: Lint[] = [];
  if (quotes === 'curly') {
    const fix = { span, text: quoteLiteral(text) };
    const message = 'curly quotes are read as straight ones';
    lints.push({ code: 'W-CURLY', message, span, advice: `write ${fix.text}`, fix });
  }
  if (/^\{\{\s*[A-Za-z_][A-Za-z0-9_-]*\s*\}\}$/.test(text)) {
    const message = `in quotes "${text}" is plain text, no named value`;
    lints.push({ code: 'W-PLACEHOLDER', message, span, advice: 'remove the quotes', fix: { span, text } });
  }
  if (/[^*]\*+[^*]/.test(text)) {
    const message = 'a "*" inside of a text is a star and no wildcard';
    const advice = 'put it at the start or end, or write a pattern: %a.*b%';
    lints.push({ code: 'W-INNER-STAR', message, span, advice });
  }
  return lints;
}

/** Booleans of a record are no texts: `= true` finds only the word. */
function lintBoolean({ selector, op, value, span }: FilterPattern & { readonly kind: 'compare' }): readonly Lint[] {
  if (op !== '=' || value.kind !== 'text' || value.quotes !== 'none' || !/^(?:true|false)$/i.test(value.text))
    return [];
  const fixed = `${selector.text} IS ${value.text.toUpperCase()}`;
  const message = `"= ${value.text}" finds the text, not the boolean`;
  return [{ code: 'W-BOOL-TEXT', message, span, advice: `write ${fixed}`, fix: { span, text: fixed } }];
}
