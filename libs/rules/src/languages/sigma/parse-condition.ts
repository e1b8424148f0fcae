import { didYouMean } from '@trailhound/contracts';
import { maxConditionNodes } from '../../condition/check-condition.js';
import type { Span } from '../../condition/condition.js';
import type { Lint } from '../../lint/lint.js';
import { Cursor } from '../kit/cursor.js';
import { parseInfix } from '../kit/parse-infix.js';
import { ProblemList } from '../kit/problem-list.js';
import type { Expression } from './syntax.js';

/** Deepest nesting of parentheses and `not`. */
const maxNesting = 100;
/** Most names a fix lists. */
const maxListed = 12;

/** How a condition's names are understood: as searches of a detection, or as rules of a correlation. */
export interface Names {
  readonly known: readonly string[];
  /** What a name stands for, in messages: `search`, `rule`. */
  readonly what: string;
  /** Whether `1 of them` and patterns may be written. */
  readonly hasQuantifiers: boolean;
}

export interface ParsedCondition {
  readonly expression: Expression;
  readonly problems: ProblemList;
  readonly lints: readonly Lint[];
}

/**
 * Parses a condition: `not` binds tighter than `and`, `and` tighter than `or`. Keywords are read in any case, with a lint.
 * Total and linear in the text; spans count from its start.
 */
export function parseCondition(source: string, names: Names): ParsedCondition {
  const parser = new Parser(source, names);
  return { expression: parser.parse(), problems: parser.problems, lints: parser.lints };
}

interface Token {
  /** `(`, `)`, `|`, a word, or empty at the end. */
  readonly text: string;
  readonly span: Span;
}

class Parser {
  readonly problems = new ProblemList();
  readonly lints: Lint[] = [];
  readonly #tokens: readonly Token[];
  readonly #names: Names;
  readonly #known: ReadonlySet<string>;
  #quantifiedNames = 0;
  #at = 0;

  constructor(source: string, names: Names) {
    this.#tokens = tokenize(source);
    this.#names = names;
    this.#known = new Set(names.known);
  }

  parse(): Expression {
    const start = this.#next;
    if (start.text === '') return this.#refuse('the condition is empty', start.span, 'name a search: selection');
    const expression = this.#alternatives(0);
    const rest = this.#next;
    if (rest.text === '' || !this.problems.isEmpty) return expression;
    if (rest.text === '|') return this.#refuseAggregation(rest.span);
    const message = rest.text === ')' ? 'this ")" closes nothing' : `expected "and" or "or" before ${shown(rest)}`;
    return this.#refuse(message, rest.span);
  }

  get #next(): Token {
    return this.#tokens[this.#at] ?? { text: '', span: { start: 0, end: 0 } };
  }

  #isKeyword(word: string): boolean {
    return this.#next.text.toLowerCase() === word;
  }

  /** Takes the keyword that stands here, noting an unusual spelling. */
  #takeKeyword(): Token {
    const token = this.#next;
    this.#at += 1;
    const text = token.text.toLowerCase();
    if (text !== token.text) {
      const message = `keywords are written in small letters: ${text}, not ${token.text}`;
      const fix = { span: token.span, text };
      this.lints.push({ code: 'I-KEYWORD-CASE', message, span: token.span, advice: `write ${text}`, fix });
    }
    return token;
  }

  #alternatives(nesting: number): Expression {
    return parseInfix<Expression>(
      () => this.#unary(nesting),
      () => {
        const name = this.#isKeyword('and') ? 'and' : this.#isKeyword('or') ? 'or' : undefined;
        if (name === undefined) return undefined;
        const take = () => void this.#takeKeyword();
        return { name, precedence: name === 'and' ? 2 : 1, take, join: (of) => joined(name, of) };
      },
    );
  }

  #unary(nesting: number): Expression {
    const { span } = this.#next;
    const negates = this.#isKeyword('not');
    if (!negates && this.#next.text !== '(') return this.#primary();
    if (nesting >= maxNesting) {
      this.problems.add('E-LIMIT', `parentheses and "not" nest more than ${maxNesting} deep`, span, 'split the rule');
      this.problems.close();
      this.#at = this.#tokens.length - 1;
      return { kind: 'broken', span };
    }
    if (negates) {
      this.#takeKeyword();
      const of = this.#unary(nesting + 1);
      return { kind: 'not', of, span: { start: span.start, end: of.span.end } };
    }
    this.#at += 1;
    const inside = this.#alternatives(nesting + 1);
    const close = this.#next;
    if (close.text !== ')') {
      return close.text === '|' ? this.#refuseAggregation(close.span) : this.#refuse('this "(" is not closed', span);
    }
    this.#at += 1;
    return { ...inside, span: { start: span.start, end: close.span.end } };
  }

  #primary(): Expression {
    const token = this.#next;
    if (token.text === '|') return this.#refuseAggregation(token.span);
    if (token.text === '' || token.text === ')' || this.#isKeyword('and') || this.#isKeyword('or')) {
      return this.#refuse(`expected a ${this.#names.what}, found ${shown(token)}`, token.span);
    }
    const following = this.#tokens[this.#at + 1]?.text.toLowerCase();
    if (following === 'of' && this.#names.hasQuantifiers) return this.#quantified();
    this.#at += 1;
    if (this.#known.has(token.text)) return { kind: 'name', name: token.text, span: token.span };
    return this.#unknown(token);
  }

  #quantified(): Expression {
    const { span } = this.#next;
    const quantifier = this.#isKeyword('all') ? 'all' : 'any';
    if (quantifier === 'any' && !this.#isKeyword('1') && !this.#isKeyword('any')) {
      const fix = 'write 1 of, any of or all of';
      return this.#refuse(`${shown(this.#next)} cannot stand before "of"`, span, fix);
    }
    this.#takeKeyword();
    this.#takeKeyword();
    const token = this.#isKeyword('them') ? this.#takeKeyword() : this.#next;
    if (token === this.#next) this.#at += 1;
    const names = this.#matching(token);
    const whole = { start: span.start, end: token.span.end };
    this.#quantifiedNames += names.length;
    if (this.#quantifiedNames > maxConditionNodes) {
      const message = `"of" stands for more than ${maxConditionNodes} searches altogether`;
      return this.#refuse(message, whole, 'split the rule', 'E-LIMIT');
    }
    if (names.length > 0) return { kind: 'of', quantifier, names, span: whole };
    const fix = this.#listed();
    return this.#refuse(`no ${this.#names.what} is meant by ${shown(token)}`, token.span, fix);
  }

  /** `them` and patterns pass over names that begin with `_`, unless the pattern does too. */
  #matching({ text }: Token): readonly string[] {
    const { known } = this.#names;
    if (text.toLowerCase() === 'them') return known.filter((name) => !name.startsWith('_'));
    const parts = text.split('*');
    const matches = (name: string): boolean => {
      const [first = '', ...others] = parts;
      const last = others.pop();
      if (last === undefined) return name === text;
      if (!name.startsWith(first) || name.length < first.length + last.length) return false;
      let at = first.length;
      for (const part of others) {
        const found = name.indexOf(part, at);
        if (found < 0) return false;
        at = found + part.length;
      }
      return name.endsWith(last) && at <= name.length - last.length;
    };
    return known.filter((name) => (text.startsWith('_') || !name.startsWith('_')) && matches(name));
  }

  #unknown(token: Token): Expression {
    const { known, what } = this.#names;
    const near = didYouMean(token.text, known);
    const fix = near === undefined ? this.#listed() : `did you mean ${near}?`;
    return this.#refuse(`there is no ${what} ${shown(token)}`, token.span, fix);
  }

  /** The names there are, as far as anyone reads them. */
  #listed(): string {
    const { known, what } = this.#names;
    if (known.length === 0) return `name a ${what} first`;
    const more = known.length > maxListed ? ` and ${known.length - maxListed} more` : '';
    return `there is ${known.slice(0, maxListed).join(', ')}${more}`;
  }

  #refuseAggregation(span: Span): Expression {
    const fix = 'write a correlation (type: event_count, or value_count) over this rule, with group-by and timespan';
    const message = 'aggregations behind "|" belong to Sigma 1 and are no part of a condition any more';
    return this.#refuse(message, span, fix, 'E-SIGMA-V1');
  }

  #refuse(message: string, span: Span, fix?: string, code = 'E-SYNTAX'): Expression {
    this.problems.add(code, message, span, fix);
    this.problems.close();
    this.#at = this.#tokens.length - 1;
    return { kind: 'broken', span };
  }
}

function tokenize(source: string): readonly Token[] {
  const cursor = new Cursor(source);
  const tokens: Token[] = [];
  for (;;) {
    cursor.takeMatch(/\s*/y);
    const start = cursor.at;
    const text = cursor.takeMatch(/[()|]|[^\s()|]+/y);
    tokens.push({ text, span: cursor.spanFrom(start) });
    if (text === '') return tokens;
  }
}

function joined(kind: 'and' | 'or', of: readonly Expression[]): Expression {
  return { kind, of, span: { start: of[0]?.span.start ?? 0, end: of.at(-1)?.span.end ?? 0 } };
}

function shown({ text }: Token): string {
  return text === '' ? 'the end' : JSON.stringify(text.slice(0, 80));
}
