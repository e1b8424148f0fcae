import type { NamedValues } from '../language.js';
import type { FilterPattern, Selector, ValueNode } from './syntax.js';

const missing = Symbol('missing');

/**
 * What a filter pattern means, said a second time and as plainly as possible: over the syntax tree and a parsed record,
 * without the condition it lowers to. Only tests use it; the pattern must have parsed without a problem.
 */
export function naiveMatches(pattern: FilterPattern, record: unknown, values: NamedValues = {}): boolean {
  switch (pattern.kind) {
    case 'and':
      return pattern.of.every((part) => naiveMatches(part, record, values));
    case 'or':
      return pattern.of.some((part) => naiveMatches(part, record, values));
    case 'compare': {
      const seen = read(record, pattern.selector);
      // Nothing to compare: absent, null, a list, an object.
      if (seen === missing || typeof seen === 'object') return false;
      return equals(seen, pattern.value, values) === (pattern.op === '=');
    }
    case 'number': {
      const seen = read(record, pattern.selector);
      if (typeof seen !== 'number') return false;
      const { op, value } = pattern;
      return op === '<' ? seen < value : op === '<=' ? seen <= value : op === '>' ? seen > value : seen >= value;
    }
    case 'is':
      return read(record, pattern.selector) === pattern.value;
    case 'exists':
      return (read(record, pattern.selector) !== missing) !== pattern.negated;
    case 'broken':
      throw new Error('a broken pattern means nothing');
    default:
      return pattern satisfies never;
  }
}

function equals(seen: unknown, value: ValueNode, values: NamedValues): boolean {
  if (value.kind === 'regex') return typeof seen === 'string' && new RegExp(value.source).test(seen);
  if (value.kind === 'named') {
    return [values[value.name] ?? []].flat().some((bound) => {
      return typeof bound === 'boolean' ? seen === bound : isSame(seen, String(bound));
    });
  }
  const { text } = value;
  if (/^\*+$/.test(text)) return true;
  if (!text.startsWith('*') && !text.endsWith('*')) return isSame(seen, text);
  if (typeof seen !== 'string') return false;
  if (!text.endsWith('*')) return seen.endsWith(text.slice(1));
  return text.startsWith('*') ? seen.includes(text.slice(1, -1)) : seen.startsWith(text.slice(0, -1));
}

function isSame(seen: unknown, text: string): boolean {
  if (typeof seen === 'string') return seen === text;
  return typeof seen === 'number' && /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) && seen === Number(text);
}

function read(record: unknown, { segments }: Selector): unknown {
  let here = record;
  for (const segment of segments) {
    const isIndex = typeof segment === 'number';
    if (typeof here !== 'object' || here === null || Array.isArray(here) !== isIndex) return missing;
    if (!Object.hasOwn(here, String(segment))) return missing;
    here = (here as Record<string, unknown>)[String(segment)];
  }
  return here;
}
