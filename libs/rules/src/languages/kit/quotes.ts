import type { Span } from '../../condition/condition.js';
import type { Cursor } from './cursor.js';

/** Marks that open and close a string, by family: whatever mark of a family opens, any mark of it closes. */
const families = ['"“”„‟＂', "'‘’‚‛＇"] as const;

/** A string literal as it stood in the source. */
export interface QuotedText {
  /** What it says, escapes resolved. */
  readonly text: string;
  readonly span: Span;
  /** False when the line or the source ended first. */
  readonly isClosed: boolean;
  /** Whether a mark was other than the straight one, as word processors and web pages make them. */
  readonly isCurly: boolean;
}

/** Whether a string literal may begin with this character. */
export function isQuote(character: string): boolean {
  return character !== '' && families.some((family) => family.includes(character));
}

/**
 * Reads the string literal at the cursor, which must stand on a quote. A backslash takes the next character as it is. A
 * line break ends an unclosed string, so that one forgotten quote does not swallow the rest.
 */
export function readQuoted(cursor: Cursor): QuotedText {
  const start = cursor.at;
  const opening = cursor.peek();
  const family = families.find((marks) => marks.includes(opening)) ?? families[0];
  const straight = family.charAt(0);
  cursor.skip(1);
  const parts: string[] = [];
  for (;;) {
    const next = cursor.peek();
    if (cursor.isAtEnd || next === '\n' || next === '\r') {
      return { text: parts.join(''), span: cursor.spanFrom(start), isClosed: false, isCurly: opening !== straight };
    }
    cursor.skip(1);
    if (family.includes(next)) {
      const isCurly = opening !== straight || next !== straight;
      return { text: parts.join(''), span: cursor.spanFrom(start), isClosed: true, isCurly };
    }
    if (next === '\\' && !cursor.isAtEnd) {
      parts.push(cursor.peek());
      cursor.skip(1);
    } else {
      parts.push(next);
    }
  }
}

/** The text as a literal in straight double quotes that {@link readQuoted} reads back. */
export function quoteLiteral(text: string): string {
  let literal = '"';
  for (const character of text) {
    literal += character === '\\' || families[0].includes(character) ? `\\${character}` : character;
  }
  return `${literal}"`;
}
