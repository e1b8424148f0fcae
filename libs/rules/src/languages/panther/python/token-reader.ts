import type { SyntaxNode } from '@lezer/common';
import type { Token } from './operand-list.js';
import type { CompareOp } from './syntax.js';

export type Operator = Token & { readonly kind: 'operator' };

const compareOps: ReadonlySet<string> = new Set<CompareOp>(['==', '!=', '<', '<=', '>', '>=']);

/** Moves over the tokens of one expression. */
export class TokenReader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  /** The offset in the file of the next token, or behind the last. */
  get position(): number {
    const next = this.#tokens[this.#at];
    if (next !== undefined) return next.kind === 'operator' ? next.from : next.node.from;
    const last = this.#tokens.at(-1);
    return last === undefined ? 0 : last.kind === 'operator' ? last.to : last.node.to;
  }

  peek(ahead = 0): string | undefined {
    const token = this.#tokens[this.#at + ahead];
    return token?.kind === 'operator' ? token.text : undefined;
  }

  take(text: string): Operator | undefined {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'operator' || token.text !== text) return undefined;
    this.#at += 1;
    return token;
  }

  takeArithmetic(): Operator | undefined {
    const text = this.peek();
    if (text === undefined || text === '|' || compareOps.has(text) || /^[a-z]/.test(text)) return undefined;
    return this.take(text);
  }

  takeOperand(): SyntaxNode | undefined {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'operand') return undefined;
    this.#at += 1;
    return token.node;
  }
}

/** Takes the comparison the reader stands on. */
export function compareOpAt(reader: TokenReader): CompareOp | undefined {
  if (reader.take('in') !== undefined) return 'in';
  if (reader.take('is') !== undefined) return reader.take('not') === undefined ? 'is' : 'is not';
  if (reader.peek() === 'not' && reader.peek(1) === 'in') {
    reader.take('not');
    reader.take('in');
    return 'not in';
  }
  const op = reader.peek();
  if (op === undefined || !isCompareOp(op)) return undefined;
  reader.take(op);
  return op;
}

function isCompareOp(text: string): text is CompareOp {
  return compareOps.has(text);
}
