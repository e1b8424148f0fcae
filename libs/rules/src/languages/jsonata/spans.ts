import type { Span } from '../../condition/condition.js';
import { type JsonataNode, nodesOf } from './syntax.js';

/**
 * Where a simple test stands in its text. jsonata says where each token ends; names and texts are then found by their
 * length. Empty where the tokens do not say.
 */
export function spanOf(node: JsonataNode, text: string): { readonly span?: Span } {
  let start = Number.POSITIVE_INFINITY;
  let end = 0;
  for (const { type, value, position } of nodesOf(node)) {
    if (position === undefined || position > text.length) continue;
    end = Math.max(end, position);
    const from = startOf(type, value, position, text);
    if (from !== undefined) start = Math.min(start, from);
  }
  if (!Number.isFinite(start) || start >= end) return {};
  return { span: { start, end: closed(text, start, end) } };
}

function startOf(type: string, value: unknown, position: number, text: string): number | undefined {
  if (type === 'name' && typeof value === 'string') {
    const start = position - value.length;
    return text.slice(start, position) === value ? start : Math.max(0, start - 2);
  }
  if (type === 'variable' && typeof value === 'string') return Math.max(0, position - value.length - 1);
  return undefined;
}

/** The end moved behind the brackets that were opened inside. */
function closed(text: string, start: number, end: number): number {
  let at = end;
  let open = 0;
  for (const character of text.slice(start, end)) {
    if ('(['.includes(character)) open += 1;
    else if (')]'.includes(character)) open -= 1;
  }
  while (open > 0 && at < text.length) {
    if (')]'.includes(text.charAt(at))) open -= 1;
    at += 1;
  }
  return at;
}
