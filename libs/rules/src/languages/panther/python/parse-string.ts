import type { SyntaxNode } from '@lezer/common';
import { inner } from './node-lists.js';
import { childrenOf } from './operand-list.js';
import { stringShape, stringValue, unescapeText } from './string-literal.js';
import type { Expression } from './syntax.js';

/** What reads the values inside a formatted text. */
export interface ValueParser {
  text(node: SyntaxNode): string;
  parse(nodes: readonly SyntaxNode[]): Expression;
}

type Part = string | Expression;

/** A text, or a text with values in it; neighbouring literals are one. */
export function parseString(node: SyntaxNode, source: string, parser: ValueParser): Expression {
  const span = { start: node.from, end: node.to };
  const literals = node.name === 'ContinuedString' ? childrenOf(node) : [node];
  const parts = literals.flatMap((literal) => stringParts(literal, source, parser));
  const broken = parts.find((part) => typeof part !== 'string' && part.kind === 'unsupported');
  if (broken !== undefined && typeof broken !== 'string') return broken;
  if (parts.every((part) => typeof part === 'string')) return { kind: 'constant', value: parts.join(''), span };
  return { kind: 'format', parts, span };
}

function stringParts(literal: SyntaxNode, source: string, parser: ValueParser): readonly Part[] {
  const span = { start: literal.from, end: literal.to };
  const refuse = (what: string): readonly Expression[] => [{ kind: 'unsupported', what, span }];
  const text = parser.text(literal);
  if (literal.name === 'String') {
    const value = stringValue(text);
    return value === undefined ? refuse('this string literal') : [value];
  }
  const shape = stringShape(text);
  if (literal.name !== 'FormatString' || shape === undefined) return refuse('this string literal');
  const parts: Part[] = [];
  let from = literal.from + shape.from;
  const say = (to: number): void => {
    const piece = unescapeText(source.slice(from, to), shape.prefix.includes('r'));
    parts.push(
      piece === undefined
        ? { kind: 'unsupported', what: 'this string literal', span }
        : piece.replaceAll('{{', '{').replaceAll('}}', '}'),
    );
  };
  for (const replacement of childrenOf(literal)) {
    say(replacement.from);
    parts.push(parseReplacement(replacement, parser));
    from = replacement.to;
  }
  say(literal.from + shape.to);
  return parts.filter((part) => part !== '');
}

/** `{value}`; what formats the value is beyond the subset, but for `!s`, which changes nothing. */
function parseReplacement(node: SyntaxNode, parser: ValueParser): Expression {
  const span = { start: node.from, end: node.to };
  const inside = inner(node);
  const extra = inside.find(({ name }) => name.startsWith('Format') && name !== 'FormatString');
  if (node.name !== 'FormatReplacement' || inside.length === 0) {
    return { kind: 'unsupported', what: 'this replacement', span };
  }
  if (extra !== undefined && parser.text(extra) !== '!s') {
    return { kind: 'unsupported', what: `${parser.text(extra)} in a replacement`, span };
  }
  return parser.parse(inside.filter((child) => child !== extra));
}
