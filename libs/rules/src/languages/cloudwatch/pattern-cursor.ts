import type { Span } from '../../condition/condition.js';
import { Cursor } from '../kit/cursor.js';
import type { ProblemList } from '../kit/problem-list.js';

const space = /[\s\u00a0\ufeff]+/y;
const word = /[A-Za-z]+/y;

/** A position in a pattern, between its marks and words, with the problems found so far. */
export class PatternCursor extends Cursor {
  readonly problems: ProblemList;

  constructor(source: string, problems: ProblemList) {
    super(source);
    this.problems = problems;
    this.skipSpace();
  }

  /** Moves to what stands next and answers where that is. */
  skipSpace(): number {
    this.takeMatch(space);
    return this.at;
  }

  /** Takes a mark and the space around it. */
  takeMark(mark: string): boolean {
    this.skipSpace();
    const found = this.take(mark);
    if (found) this.skipSpace();
    return found;
  }

  /** Takes a word in any case and the space behind it. */
  takeWord(wanted: string): boolean {
    this.skipSpace();
    const found = this.#wordHere().toUpperCase() === wanted;
    if (found) {
      this.skip(wanted.length);
      this.skipSpace();
    }
    return found;
  }

  /** The joining operator here; `&`, `|` and words are refused where they stand for one. */
  get connective(): 'and' | 'or' | undefined {
    this.skipSpace();
    if (this.source.startsWith('&&', this.at)) return 'and';
    if (this.source.startsWith('||', this.at)) return 'or';
    const found = this.peek() === '&' || this.peek() === '|' ? this.peek() : this.#wordHere().toUpperCase();
    if (found === '&' || found === 'AND') return 'and';
    return found === '|' || found === 'OR' ? 'or' : undefined;
  }

  takeConnective(): void {
    const mark = this.connective === 'and' ? '&&' : '||';
    if (this.takeMark(mark)) return;
    const span = this.spanOfNext();
    this.problems.add('E-SYNTAX', 'tests are joined with && and ||', span, `write ${mark}`);
    this.skip(span.end - span.start);
    this.skipSpace();
  }

  /** The word or single character that stands here; empty at the end. */
  spanOfNext(): Span {
    const start = this.skipSpace();
    const length = this.#wordHere().length || (this.source.codePointAt(start) ?? 0) > 0xffff ? 2 : 1;
    return { start, end: Math.min(start + Math.max(this.#wordHere().length, length), this.source.length) };
  }

  /** Moves to where a test may begin or end: a joining operator, a parenthesis that closes one opened before, the end. */
  synchronize(): void {
    for (let depth = 0; !this.isAtEnd; this.skip(1)) {
      const next = this.peek();
      if (depth === 0 && (next === ')' || next === '}' || this.#isAtConnective())) return;
      if (next === '(') depth += 1;
      if (next === ')') depth -= 1;
    }
  }

  /** Gives up: what is left is neither read nor complained about. */
  abandon(): void {
    this.problems.close();
    this.skip(this.source.length);
  }

  #isAtConnective(): boolean {
    return this.source.startsWith('&&', this.at) || this.source.startsWith('||', this.at);
  }

  #wordHere(): string {
    word.lastIndex = this.at;
    return word.exec(this.source)?.[0] ?? '';
  }
}
