import type { ProblemList } from '../../kit/problem-list.js';
import type { Mark, Token } from './lexer.js';
import { type ComparisonOp, depthOf, type Expression, type HashEntry, type Slice } from './syntax.js';
import { Abandoned, TokenReader } from './token-reader.js';

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

/** The expression that the tokens spell; undefined, with a problem, when they spell none. */
export function parseTokens(tokens: readonly Token[], end: number, problems: ProblemList): Expression | undefined {
  try {
    const expression = new Parser(new TokenReader(tokens, end, problems)).whole();
    if (depthOf(expression) <= maxDepth) return expression;
    problems.add('E-LIMIT', `the expression nests more than ${maxDepth} deep`, expression.span, 'split the rule');
  } catch (error) {
    if (!(error instanceof Abandoned)) throw error;
  }
  return undefined;
}

/** Precedence climbing over JMESPath's grammar: `prefix` reads what can begin an expression, `suffix` what can go on. */
class Parser {
  readonly #tokens: TokenReader;
  #nesting = 0;

  constructor(tokens: TokenReader) {
    this.#tokens = tokens;
  }

  whole(): Expression {
    const expression = this.#expression(0);
    if (this.#tokens.next !== undefined) this.#tokens.refuse('the expression should end here');
    return expression;
  }

  get #nextPower(): number {
    const { next } = this.#tokens;
    return next?.kind === 'mark' ? (powers.get(next.mark) ?? 0) : 0;
  }

  #expression(minPower: number): Expression {
    if (this.#nesting >= maxNesting) {
      this.#tokens.giveUp(`the expression nests more than ${maxNesting} deep`);
    }
    this.#nesting += 1;
    let left = this.#prefix();
    while (this.#nextPower > minPower) left = this.#suffix(left);
    this.#nesting -= 1;
    return left;
  }

  #prefix(): Expression {
    const token = this.#tokens.next;
    if (token === undefined) this.#tokens.refuse('an expression is missing');
    const { start } = token.span;
    const here: Expression = { kind: 'current', span: { start, end: start } };
    switch (token.kind) {
      case 'literal':
        this.#tokens.skip();
        return { kind: 'literal', value: token.value, span: token.span };
      case 'name':
        this.#tokens.skip();
        if (!this.#tokens.isMark('(')) return { kind: 'field', name: token.name, span: token.span };
        if (token.quoted)
          this.#tokens.refuse('a quoted name is a field and cannot be called', 'write the function bare');
        return this.#call(token.name, start);
      case 'number':
        return this.#tokens.refuse('a number stands here', 'write numbers in backticks: `5`');
      case 'mark':
        break;
      default:
        token satisfies never;
    }
    switch (token.mark) {
      case '@':
        this.#tokens.skip();
        return { kind: 'current', span: token.span };
      case '!': {
        this.#tokens.skip();
        const of = this.#expression(power.not);
        return { kind: 'not', of, span: this.#tokens.spanFrom(start) };
      }
      case '&': {
        this.#tokens.skip();
        const of = this.#expression(0);
        return { kind: 'reference', of, span: this.#tokens.spanFrom(start) };
      }
      case '(': {
        this.#tokens.skip();
        const of = this.#expression(0);
        this.#tokens.need(')', 'after the group');
        return { ...of, span: this.#tokens.spanFrom(start) };
      }
      case '{':
        this.#tokens.skip();
        return this.#hash(start);
      case '*':
        this.#tokens.skip();
        return this.#projection('values', here, power.star, start);
      case '[':
        return this.#isSelection() ? this.#bracket(here) : this.#list();
      case '[]':
      case '[?':
        return this.#suffix(here);
      default:
        return this.#tokens.refuse(`an expression cannot begin with "${token.mark}"`);
    }
  }

  #suffix(left: Expression): Expression {
    const token = this.#tokens.next;
    if (token?.kind !== 'mark') this.#tokens.refuse('an operator is missing');
    const { start } = left.span;
    const { mark } = token;
    switch (mark) {
      case '.': {
        this.#tokens.skip();
        if (this.#tokens.take('*')) return this.#projection('values', left, power.dot, start);
        const then = this.#afterDot(power.dot);
        return { kind: 'sub', of: left, then, span: this.#tokens.spanFrom(start) };
      }
      case '|': {
        this.#tokens.skip();
        const then = this.#expression(1);
        return { kind: 'pipe', of: left, then, span: this.#tokens.spanFrom(start) };
      }
      case '||':
      case '&&':
        return this.#chain(mark, left);
      case '[]':
        this.#tokens.skip();
        return this.#projection('flatten', left, power.flatten, start);
      case '[?': {
        this.#tokens.skip();
        const test = this.#expression(0);
        this.#tokens.need(']', 'after the filter');
        const then = this.#tokens.isMark('[]') ? this.#nothing() : this.#projected(power.filter);
        return { kind: 'filter', of: left, test, then, span: this.#tokens.spanFrom(start) };
      }
      case '[':
        if (!this.#isSelection()) this.#tokens.refuse('an index, a slice or * is missing behind "["');
        return this.#bracket(left);
      case '==':
      case '!=':
      case '<':
      case '<=':
      case '>':
      case '>=': {
        this.#tokens.skip();
        const right = this.#expression(5);
        return { kind: 'compare', op: mark satisfies ComparisonOp, left, right, span: this.#tokens.spanFrom(start) };
      }
      default:
        return this.#tokens.refuse(`"${mark}" cannot stand here`);
    }
  }

  /** A chain of one operator is one flat node, so that a thousand alternatives nest no deeper than two. */
  #chain(mark: '||' | '&&', left: Expression): Expression {
    const kind = mark === '||' ? 'or' : 'and';
    const of = [left];
    while (this.#tokens.take(mark)) of.push(this.#expression(mark === '||' ? 2 : 3));
    return { kind, of, span: this.#tokens.spanFrom(left.span.start) };
  }

  #projection(kind: 'values' | 'elements' | 'flatten', of: Expression, minPower: number, start: number): Expression {
    const then = this.#projected(minPower);
    return { kind, of, then, span: this.#tokens.spanFrom(start) };
  }

  /** What a projection asks of each element. */
  #projected(minPower: number): Expression {
    if (this.#nextPower < projectionEnd) return this.#nothing();
    if (this.#tokens.take('.')) return this.#afterDot(minPower);
    if (this.#tokens.isMark('[') || this.#tokens.isMark('[?')) return this.#expression(minPower);
    return this.#tokens.refuse('this cannot follow a projection');
  }

  #nothing(): Expression {
    const { end } = this.#tokens.spanFrom(0);
    return { kind: 'current', span: { start: end, end } };
  }

  #afterDot(minPower: number): Expression {
    const token = this.#tokens.next;
    if (token?.kind === 'name' || this.#tokens.isMark('*') || this.#tokens.isMark('{'))
      return this.#expression(minPower);
    if (this.#tokens.isMark('[')) return this.#list();
    return this.#tokens.refuse('a name is missing behind "."', 'put an odd name in double quotes: a."b-c"');
  }

  /** Whether "[" begins an index, a slice or `[*]`, not a list of expressions. */
  #isSelection(): boolean {
    const inside = this.#tokens.peek(1);
    if (inside?.kind === 'number' || this.#tokens.isMark(':', 1)) return true;
    return this.#tokens.isMark('*', 1) && this.#tokens.isMark(']', 2);
  }

  #bracket(of: Expression): Expression {
    const { start } = of.span;
    this.#tokens.skip();
    if (this.#tokens.take('*')) {
      this.#tokens.need(']', 'after [*');
      return this.#projection('elements', of, power.star, start);
    }
    const first = this.#tokens.next;
    if (first?.kind === 'number' && !this.#tokens.isMark(':', 1)) {
      this.#tokens.skip();
      this.#tokens.need(']', 'after the index');
      return { kind: 'index', of, index: first.value, span: this.#tokens.spanFrom(start) };
    }
    const slice = this.#slice();
    const then = this.#projected(power.star);
    return { kind: 'slice', of, slice, then, span: this.#tokens.spanFrom(start) };
  }

  #slice(): Slice {
    const parts: (number | null)[] = [null, null, null];
    let part = 0;
    for (;;) {
      const token = this.#tokens.next;
      if (token?.kind === 'number' && parts[part] === null) parts[part] = token.value;
      else if (this.#tokens.isMark(':') && part < 2) part += 1;
      else break;
      this.#tokens.skip();
    }
    this.#tokens.need(']', 'after the slice');
    const [start = null, stop = null, step = null] = parts;
    if (step === 0) this.#tokens.refuse('the step of a slice cannot be 0');
    return { start, stop, step };
  }

  #list(): Expression {
    const { start } = this.#tokens.next?.span ?? { start: this.#tokens.end };
    this.#tokens.skip();
    const items = this.#separated(']', () => this.#expression(0));
    if (items.length === 0) this.#tokens.refuse('a list of expressions cannot be empty');
    return { kind: 'list', items, span: this.#tokens.spanFrom(start) };
  }

  #hash(start: number): Expression {
    const entries = this.#separated('}', (): HashEntry => {
      const token = this.#tokens.next;
      if (token?.kind !== 'name') this.#tokens.refuse('a member needs a name');
      this.#tokens.skip();
      this.#tokens.need(':', `after ${token.name}`);
      return { name: token.name, value: this.#expression(0) };
    });
    if (entries.length === 0) this.#tokens.refuse('a hash of expressions cannot be empty');
    return { kind: 'hash', entries, span: this.#tokens.spanFrom(start) };
  }

  #call(name: string, start: number): Expression {
    this.#tokens.skip();
    const args = this.#separated(')', () => this.#expression(0));
    return { kind: 'call', name, args, span: this.#tokens.spanFrom(start) };
  }

  /** Items separated by commas, up to and with the closing mark. */
  #separated<T>(close: Mark, item: () => T): T[] {
    const items: T[] = [];
    if (this.#tokens.take(close)) return items;
    do items.push(item());
    while (this.#tokens.take(','));
    this.#tokens.need(close, 'at the end of the list');
    return items;
  }
}
