import type { Span } from '../../../condition/condition.js';
import type { ProblemList } from '../../kit/problem-list.js';
import type { Mark, Token } from './lexer.js';
import { type ComparisonOp, depthOf, type Expression, type HashEntry, type Slice } from './syntax.js';

/** Most parentheses, brackets, `!` and `&` inside one another. */
export const maxNesting = 100;
/** Most expressions inside one another, chains such as `a.b.c` counted part by part. */
export const maxDepth = 400;

/** Higher binds tighter; a projection's right side ends at what binds looser than `projectionEnd`. */
const powers: ReadonlyMap<Mark, number> = new Map([
  ['|', 1],
  ['||', 2],
  ['&&', 3],
  ...['==', '!=', '<', '<=', '>', '>='].map((op): [Mark, number] => [op as Mark, 5]),
  ['[]', 9],
  ['[?', 21],
  ['.', 40],
  ['[', 55],
]);
const power = { flatten: 9, star: 20, filter: 21, dot: 40, not: 45 } as const;
const projectionEnd = 10;

/** Gives up on the expression: the problem is on the list already. */
class Abandoned extends Error {}

/** The expression that the tokens spell; undefined, with a problem, when they spell none. */
export function parseTokens(tokens: readonly Token[], end: number, problems: ProblemList): Expression | undefined {
  try {
    const expression = new Parser(tokens, end, problems).whole();
    if (depthOf(expression) <= maxDepth) return expression;
    problems.add('E-LIMIT', `the expression nests more than ${maxDepth} deep`, expression.span, 'split the rule');
  } catch (error) {
    if (!(error instanceof Abandoned)) throw error;
  }
  return undefined;
}

/** Precedence climbing over JMESPath's grammar: `prefix` reads what can begin an expression, `suffix` what can go on. */
class Parser {
  readonly #tokens: readonly Token[];
  readonly #end: number;
  readonly #problems: ProblemList;
  #at = 0;
  #nesting = 0;

  constructor(tokens: readonly Token[], end: number, problems: ProblemList) {
    this.#tokens = tokens;
    this.#end = end;
    this.#problems = problems;
  }

  whole(): Expression {
    const expression = this.#expression(0);
    if (this.#next !== undefined) this.#refuse('the expression should end here');
    return expression;
  }

  get #next(): Token | undefined {
    return this.#tokens[this.#at];
  }

  get #nextPower(): number {
    const next = this.#next;
    return next?.kind === 'mark' ? (powers.get(next.mark) ?? 0) : 0;
  }

  #isMark(mark: Mark, ahead = 0): boolean {
    const token = this.#tokens[this.#at + ahead];
    return token?.kind === 'mark' && token.mark === mark;
  }

  #take(mark: Mark): boolean {
    if (!this.#isMark(mark)) return false;
    this.#at += 1;
    return true;
  }

  #need(mark: Mark, what: string): void {
    if (!this.#take(mark)) this.#refuse(`"${mark}" is missing ${what}`);
  }

  #spanFrom(start: number): Span {
    return { start, end: this.#tokens[this.#at - 1]?.span.end ?? this.#end };
  }

  #refuse(message: string, fix?: string): never {
    const next = this.#next;
    const span = next?.span ?? { start: this.#end, end: this.#end };
    this.#problems.add('E-SYNTAX', next === undefined ? `${message}, but the expression ends` : message, span, fix);
    throw new Abandoned();
  }

  #expression(minPower: number): Expression {
    if (this.#nesting >= maxNesting) {
      const span = this.#next?.span ?? { start: this.#end, end: this.#end };
      this.#problems.add('E-LIMIT', `the expression nests more than ${maxNesting} deep`, span, 'split the rule');
      throw new Abandoned();
    }
    this.#nesting += 1;
    let left = this.#prefix();
    while (this.#nextPower > minPower) left = this.#suffix(left);
    this.#nesting -= 1;
    return left;
  }

  #prefix(): Expression {
    const token = this.#next;
    if (token === undefined) this.#refuse('an expression is missing');
    const { start } = token.span;
    const here: Expression = { kind: 'current', span: { start, end: start } };
    switch (token.kind) {
      case 'literal':
        this.#at += 1;
        return { kind: 'literal', value: token.value, span: token.span };
      case 'name':
        this.#at += 1;
        if (!this.#isMark('(')) return { kind: 'field', name: token.name, span: token.span };
        if (token.quoted) this.#refuse('a quoted name is a field and cannot be called', 'write the function bare');
        return this.#call(token.name, start);
      case 'number':
        return this.#refuse('a number stands here', 'write numbers in backticks: `5`');
      case 'mark':
        break;
      default:
        token satisfies never;
    }
    switch (token.mark) {
      case '@':
        this.#at += 1;
        return { kind: 'current', span: token.span };
      case '!': {
        this.#at += 1;
        const of = this.#expression(power.not);
        return { kind: 'not', of, span: this.#spanFrom(start) };
      }
      case '&': {
        this.#at += 1;
        const of = this.#expression(0);
        return { kind: 'reference', of, span: this.#spanFrom(start) };
      }
      case '(': {
        this.#at += 1;
        const of = this.#expression(0);
        this.#need(')', 'after the group');
        return { ...of, span: this.#spanFrom(start) };
      }
      case '{':
        this.#at += 1;
        return this.#hash(start);
      case '*':
        this.#at += 1;
        return this.#projection('values', here, power.star, start);
      case '[':
        return this.#isSelection() ? this.#bracket(here) : this.#list();
      case '[]':
      case '[?':
        return this.#suffix(here);
      default:
        return this.#refuse(`an expression cannot begin with "${token.mark}"`);
    }
  }

  #suffix(left: Expression): Expression {
    const token = this.#next;
    if (token?.kind !== 'mark') this.#refuse('an operator is missing');
    const { start } = left.span;
    const { mark } = token;
    switch (mark) {
      case '.': {
        this.#at += 1;
        if (this.#take('*')) return this.#projection('values', left, power.dot, start);
        const then = this.#afterDot(power.dot);
        return { kind: 'sub', of: left, then, span: this.#spanFrom(start) };
      }
      case '|': {
        this.#at += 1;
        const then = this.#expression(1);
        return { kind: 'pipe', of: left, then, span: this.#spanFrom(start) };
      }
      case '||':
      case '&&':
        return this.#chain(mark, left);
      case '[]':
        this.#at += 1;
        return this.#projection('flatten', left, power.flatten, start);
      case '[?': {
        this.#at += 1;
        const test = this.#expression(0);
        this.#need(']', 'after the filter');
        const then = this.#isMark('[]') ? this.#nothing() : this.#projected(power.filter);
        return { kind: 'filter', of: left, test, then, span: this.#spanFrom(start) };
      }
      case '[':
        if (!this.#isSelection()) this.#refuse('an index, a slice or * is missing behind "["');
        return this.#bracket(left);
      case '==':
      case '!=':
      case '<':
      case '<=':
      case '>':
      case '>=': {
        this.#at += 1;
        const right = this.#expression(5);
        return { kind: 'compare', op: mark satisfies ComparisonOp, left, right, span: this.#spanFrom(start) };
      }
      default:
        return this.#refuse(`"${mark}" cannot stand here`);
    }
  }

  /** A chain of one operator is one flat node, so that a thousand alternatives nest no deeper than two. */
  #chain(mark: '||' | '&&', left: Expression): Expression {
    const kind = mark === '||' ? 'or' : 'and';
    const of = [left];
    while (this.#take(mark)) of.push(this.#expression(mark === '||' ? 2 : 3));
    return { kind, of, span: this.#spanFrom(left.span.start) };
  }

  #projection(kind: 'values' | 'elements' | 'flatten', of: Expression, minPower: number, start: number): Expression {
    const then = this.#projected(minPower);
    return { kind, of, then, span: this.#spanFrom(start) };
  }

  /** What a projection asks of each element. */
  #projected(minPower: number): Expression {
    if (this.#nextPower < projectionEnd) return this.#nothing();
    if (this.#take('.')) return this.#afterDot(minPower);
    if (this.#isMark('[') || this.#isMark('[?')) return this.#expression(minPower);
    return this.#refuse('this cannot follow a projection');
  }

  #nothing(): Expression {
    const { end } = this.#spanFrom(0);
    return { kind: 'current', span: { start: end, end } };
  }

  #afterDot(minPower: number): Expression {
    const token = this.#next;
    if (token?.kind === 'name' || this.#isMark('*') || this.#isMark('{')) return this.#expression(minPower);
    if (this.#isMark('[')) return this.#list();
    return this.#refuse('a name is missing behind "."', 'put an odd name in double quotes: a."b-c"');
  }

  /** Whether "[" begins an index, a slice or `[*]`, not a list of expressions. */
  #isSelection(): boolean {
    const inside = this.#tokens[this.#at + 1];
    if (inside?.kind === 'number' || this.#isMark(':', 1)) return true;
    return this.#isMark('*', 1) && this.#isMark(']', 2);
  }

  #bracket(of: Expression): Expression {
    const { start } = of.span;
    this.#at += 1;
    if (this.#take('*')) {
      this.#need(']', 'after [*');
      return this.#projection('elements', of, power.star, start);
    }
    const first = this.#next;
    if (first?.kind === 'number' && !this.#isMark(':', 1)) {
      this.#at += 1;
      this.#need(']', 'after the index');
      return { kind: 'index', of, index: first.value, span: this.#spanFrom(start) };
    }
    const slice = this.#slice();
    const then = this.#projected(power.star);
    return { kind: 'slice', of, slice, then, span: this.#spanFrom(start) };
  }

  #slice(): Slice {
    const parts: (number | null)[] = [null, null, null];
    let part = 0;
    for (;;) {
      const token = this.#next;
      if (token?.kind === 'number' && parts[part] === null) parts[part] = token.value;
      else if (this.#isMark(':') && part < 2) part += 1;
      else break;
      this.#at += 1;
    }
    this.#need(']', 'after the slice');
    const [start = null, stop = null, step = null] = parts;
    if (step === 0) this.#refuse('the step of a slice cannot be 0');
    return { start, stop, step };
  }

  #list(): Expression {
    const { start } = this.#next?.span ?? { start: this.#end };
    this.#at += 1;
    const items = this.#separated(']', () => this.#expression(0));
    if (items.length === 0) this.#refuse('a list of expressions cannot be empty');
    return { kind: 'list', items, span: this.#spanFrom(start) };
  }

  #hash(start: number): Expression {
    const entries = this.#separated('}', (): HashEntry => {
      const token = this.#next;
      if (token?.kind !== 'name') this.#refuse('a member needs a name');
      this.#at += 1;
      this.#need(':', `after ${token.name}`);
      return { name: token.name, value: this.#expression(0) };
    });
    if (entries.length === 0) this.#refuse('a hash of expressions cannot be empty');
    return { kind: 'hash', entries, span: this.#spanFrom(start) };
  }

  #call(name: string, start: number): Expression {
    this.#at += 1;
    const args = this.#separated(')', () => this.#expression(0));
    return { kind: 'call', name, args, span: this.#spanFrom(start) };
  }

  /** Items separated by commas, up to and with the closing mark. */
  #separated<T>(close: Mark, item: () => T): T[] {
    const items: T[] = [];
    if (this.#take(close)) return items;
    do items.push(item());
    while (this.#take(','));
    this.#need(close, 'at the end of the list');
    return items;
  }
}
