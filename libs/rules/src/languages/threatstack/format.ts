import { quoteLiteral } from '../kit/quotes.js';
import { parseFilter } from './parser.js';
import type { Filter, ValueNode } from './syntax.js';

/**
 * The filter in its plain spelling: straight double quotes, lower-case words, single spaces, parentheses only where they
 * matter. It means the same. A filter with a problem comes back as it is.
 */
export function formatFilter(source: string): string {
  const { filter, problems } = parseFilter(source);
  return problems.isEmpty ? formatSyntax(filter) : source;
}

/** The plain spelling of a syntax tree. */
export function formatSyntax(filter: Filter): string {
  switch (filter.kind) {
    case 'and':
      return filter.of
        .map((part) => (part.kind === 'or' ? `(${formatSyntax(part)})` : formatSyntax(part)))
        .join(' and ');
    case 'or':
      // The parentheses around "and" change nothing; they keep the reader from having to know.
      return filter.of
        .map((part) => (part.kind === 'and' ? `(${formatSyntax(part)})` : formatSyntax(part)))
        .join(' or ');
    case 'not': {
      const isCompound = filter.of.kind === 'and' || filter.of.kind === 'or';
      return isCompound ? `not (${formatSyntax(filter.of)})` : `not ${formatSyntax(filter.of)}`;
    }
    case 'compare':
      return `${filter.path.text} ${filter.op} ${formatValue(filter.value)}`;
    case 'in': {
      const [only] = filter.values;
      const isNamed = filter.values.length === 1 && only?.kind === 'named';
      const list = isNamed ? formatValue(only) : `(${filter.values.map(formatValue).join(', ')})`;
      return `${filter.path.text} ${filter.negated ? 'not in' : 'in'} ${list}`;
    }
    case 'broken':
      return '';
    default:
      return filter satisfies never;
  }
}

function formatValue(value: ValueNode): string {
  switch (value.kind) {
    case 'text':
      return quoteLiteral(value.text);
    case 'number':
      return value.text;
    case 'boolean':
      return String(value.value);
    case 'null':
      return 'null';
    case 'named':
      return `{{${value.name}}}`;
    default:
      return value satisfies never;
  }
}
