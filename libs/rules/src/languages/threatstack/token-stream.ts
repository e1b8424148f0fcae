import type { ProblemList } from '../kit/problem-list.js';
import type { Mark, Token } from './lexer.js';

/** The tokens of a filter as a parser walks them, forward only; the end stays where it is. */
export class TokenStream {
  readonly problems: ProblemList;
  readonly #tokens: readonly Token[];
  readonly #end: Token;
  #at = 0;

  /** `tokens` must end with one of kind `end`. */
  constructor(tokens: readonly Token[], problems: ProblemList) {
    this.problems = problems;
    this.#tokens = tokens;
    this.#end = tokens.at(-1) ?? { kind: 'end', span: { start: 0, end: 0 } };
  }

  get next(): Token {
    return this.#tokens[this.#at] ?? this.#end;
  }

  get previous(): Token | undefined {
    return this.#tokens[this.#at - 1];
  }

  /** Where the token before the position ends; 0 at the start. */
  get previousEnd(): number {
    return this.previous?.span.end ?? 0;
  }

  get isAtEnd(): boolean {
    return this.next.kind === 'end';
  }

  advance(): void {
    if (!this.isAtEnd) this.#at += 1;
  }

  isKeyword(keyword: string): boolean {
    return isWord(this.next, keyword);
  }

  takeKeyword(keyword: string): boolean {
    const found = this.isKeyword(keyword);
    if (found) this.advance();
    return found;
  }

  isMark(mark: Mark): boolean {
    return this.next.kind === 'mark' && this.next.text === mark;
  }

  takeMark(mark: Mark): boolean {
    const found = this.isMark(mark);
    if (found) this.advance();
    return found;
  }

  /** The name of the binary operator at the position. */
  get connective(): 'and' | 'or' | undefined {
    if (this.isKeyword('and') || this.isMark('&&')) return 'and';
    return this.isKeyword('or') || this.isMark('||') ? 'or' : undefined;
  }

  /** Moves to where a condition may begin or end: at `and` or `or`, at a `)` that was open before, at the end. */
  synchronize(): void {
    for (let depth = 0; !this.isAtEnd; this.advance()) {
      if (depth === 0 && (this.connective !== undefined || this.isMark(')'))) return;
      if (this.isMark('(')) depth += 1;
      if (this.isMark(')')) depth -= 1;
    }
  }

  /** Gives up: what is left is neither read nor complained about. */
  abandon(): void {
    this.problems.close();
    this.#at = this.#tokens.length;
  }
}

/** Whether the token is this keyword; keywords are written in any case. */
export function isWord(token: Token, keyword: string): boolean {
  return token.kind === 'word' && token.text.toLowerCase() === keyword;
}

/** A token in the words of a message. */
export function describeToken(token: Token): string {
  switch (token.kind) {
    case 'end':
      return 'the end of the filter';
    case 'word':
    case 'mark':
    case 'number':
      return `"${token.text.slice(0, 80)}"`;
    case 'text':
      return 'a text';
    case 'named':
      return `{{${token.name}}}`;
    default:
      return token satisfies never;
  }
}
