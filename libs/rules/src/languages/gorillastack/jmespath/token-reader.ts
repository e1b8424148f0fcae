import type { Span } from '../../../condition/condition.js';
import type { ProblemList } from '../../kit/problem-list.js';
import type { Mark, Token } from './lexer.js';

/** Gives up on the expression: the problem is on the list already. */
export class Abandoned extends Error {}

/** The tokens of an expression, taken from the first to the last; what does not fit is refused where it stands. */
export class TokenReader {
  /** Where the expression ends. */
  readonly end: number;
  readonly #tokens: readonly Token[];
  readonly #problems: ProblemList;
  #at = 0;

  constructor(tokens: readonly Token[], end: number, problems: ProblemList) {
    this.#tokens = tokens;
    this.end = end;
    this.#problems = problems;
  }

  get next(): Token | undefined {
    return this.#tokens[this.#at];
  }

  peek(ahead: number): Token | undefined {
    return this.#tokens[this.#at + ahead];
  }

  isMark(mark: Mark, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token?.kind === 'mark' && token.mark === mark;
  }

  skip(): void {
    this.#at += 1;
  }

  take(mark: Mark): boolean {
    if (!this.isMark(mark)) return false;
    this.skip();
    return true;
  }

  need(mark: Mark, what: string): void {
    if (!this.take(mark)) this.refuse(`"${mark}" is missing ${what}`);
  }

  /** From `start` to the last token taken. */
  spanFrom(start: number): Span {
    return { start, end: this.peek(-1)?.span.end ?? this.end };
  }

  /** The next token, or the end, is wrong. */
  refuse(message: string, fix?: string): never {
    const span = this.next?.span ?? { start: this.end, end: this.end };
    const what = this.next === undefined ? `${message}, but the expression ends` : message;
    this.#problems.add('E-SYNTAX', what, span, fix);
    throw new Abandoned();
  }

  /** The expression is more than is taken. */
  giveUp(message: string): never {
    const span = this.next?.span ?? { start: this.end, end: this.end };
    this.#problems.add('E-LIMIT', message, span, 'split the rule');
    throw new Abandoned();
  }
}
