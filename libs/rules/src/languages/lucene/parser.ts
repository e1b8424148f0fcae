import type { Span } from '../../condition/condition.js';
import type { Lint } from '../../lint/lint.js';
import { readPlaceholder } from '../kit/placeholder.js';
import { ProblemList } from '../kit/problem-list.js';
import { parseValue, skipBrokenValue, takeSuffix } from './parse-value.js';
import { QueryReader, type ReadTerm } from './reader.js';
import type { Clause, ClauseLink, FieldNode, Query } from './syntax.js';

/** Deepest nesting of parentheses and of modifiers. */
export const maxNesting = 100;
const operators: ReadonlyMap<string, 'and' | 'or'> = new Map([
  ['AND', 'and'],
  ['&&', 'and'],
  ['OR', 'or'],
  ['||', 'or'],
] as const);

/** A query as read: its tree, what is wrong with it, and what was repaired on the way. */
export interface ParsedQuery {
  readonly query: Query;
  readonly problems: ProblemList;
  readonly repairs: readonly Lint[];
}

/** Reads a query. Total: any text gives a tree, which is whole only without problems. */
export function parseQuery(source: string): ParsedQuery {
  const problems = new ProblemList();
  const reader = new QueryReader(source, problems);
  const parser = new Parser(reader, problems);
  return { query: parser.parseAll(), problems, repairs: reader.repairs };
}

class Parser {
  readonly #reader: QueryReader;
  readonly #problems: ProblemList;
  #hasGivenUp = false;

  constructor(reader: QueryReader, problems: ProblemList) {
    this.#reader = reader;
    this.#problems = problems;
  }

  parseAll(): Query {
    const reader = this.#reader;
    const clauses: Clause[] = [];
    for (;;) {
      clauses.push(...this.#parseClauses(0));
      const start = reader.at;
      if (!reader.take(')')) break;
      this.#problems.add('E-SYNTAX', 'this ")" closes nothing', reader.spanFrom(start), 'remove it');
    }
    const span = { start: 0, end: reader.source.length };
    if (clauses.length === 0)
      this.#problems.add('E-SYNTAX', 'the query is empty', span, 'write for example: eventName:StopLogging');
    return { kind: 'clauses', of: clauses, span };
  }

  /** Clauses up to a closing parenthesis, which is left, or the end. */
  #parseClauses(nesting: number): readonly Clause[] {
    const reader = this.#reader;
    const clauses: Clause[] = [];
    while (!this.#hasGivenUp) {
      reader.skipSpace();
      if (reader.isAtEnd || reader.peek() === ')') break;
      const operator = this.#takeOperator();
      const conjunction = operator?.name ?? 'none';
      if (operator !== undefined && clauses.length === 0) this.#refuseOperator(operator, 'before');
      reader.skipSpace();
      if (reader.isAtEnd || reader.peek() === ')') {
        if (operator !== undefined && clauses.length > 0) this.#refuseOperator(operator, 'after');
        break;
      }
      const doubled = this.#takeOperator();
      if (doubled !== undefined) {
        const message = `two operators stand side by side before "${doubled.text}"`;
        this.#problems.add('E-SYNTAX', message, doubled.span, 'keep one of them');
        continue;
      }
      clauses.push(this.#parseClause(clauses.length === 0 ? 'none' : conjunction, nesting));
    }
    return clauses;
  }

  #takeOperator(): { readonly name: 'and' | 'or'; readonly text: string; readonly span: Span } | undefined {
    const reader = this.#reader;
    const start = reader.at;
    const text = reader.takeMatch(/(?:AND|OR)(?=[\s()"“”\u00a0]|$)|&&|\|\|/uy);
    const name = operators.get(text);
    return name === undefined ? undefined : { name, text, span: reader.spanFrom(start) };
  }

  #refuseOperator({ text, span }: { readonly text: string; readonly span: Span }, side: 'before' | 'after'): void {
    this.#problems.add('E-SYNTAX', `nothing stands ${side} "${text}"`, span, 'remove it, or write the clause');
  }

  #parseClause(conjunction: ClauseLink['conjunction'], nesting: number): Clause {
    const reader = this.#reader;
    const start = reader.at;
    const modifier = this.#takeModifier();
    if (modifier !== 'none') {
      reader.skipSpace();
      if (reader.isAtEnd || reader.peek() === ')') {
        const span = reader.spanFrom(start);
        this.#problems.add('E-SYNTAX', 'nothing stands after this', span, 'remove it, or write what must not hold');
        return { conjunction, modifier, of: { kind: 'broken', span }, span };
      }
      if (/(?:NOT(?=[\s(])|[!+-])/uy.test(reader.source.slice(reader.at, reader.at + 4))) {
        if (nesting >= maxNesting)
          return { conjunction, modifier, of: this.#giveUp(start), span: reader.spanFrom(start) };
        const inner = this.#parseClause('none', nesting + 1);
        const of: Query = { kind: 'clauses', of: [inner], span: inner.span };
        return { conjunction, modifier, of, span: reader.spanFrom(start) };
      }
    }
    const of = this.#parseOperand(nesting);
    return { conjunction, modifier, of, span: reader.spanFrom(start) };
  }

  #takeModifier(): ClauseLink['modifier'] {
    const text = this.#reader.takeMatch(/NOT(?=[\s("“”\u00a0]|$)|[!+-]/uy);
    return text === '' ? 'none' : text === '+' ? 'must' : 'not';
  }

  /** A group, a value, or a field with one of them. */
  #parseOperand(nesting: number): Query {
    const reader = this.#reader;
    const start = reader.at;
    if (reader.peek() === '(') return this.#parseGroup(nesting);
    const placeholder = readPlaceholder(reader);
    if (placeholder !== undefined) return { kind: 'named', ...placeholder };
    const isTerm = reader.peek() !== '/' && !reader.isAtPhrase;
    const term = isTerm ? reader.readTerm() : undefined;
    if (term === undefined) {
      const value = parseValue(reader, this.#problems);
      if (value !== undefined) return takeSuffix(value, reader, this.#problems);
      return skipBrokenValue(start, reader, this.#problems);
    }
    if (reader.takeMatch(/[ \t]*:/y) !== '') return this.#parseField(fieldOf(term), start, nesting);
    return takeSuffix({ kind: 'term', glob: term.glob, span: term.span }, reader, this.#problems);
  }

  #parseField(field: FieldNode, start: number, nesting: number): Query {
    const reader = this.#reader;
    reader.skipSpace();
    const value = reader.peek() === '(' ? this.#parseFieldGroup(nesting) : parseValue(reader, this.#problems, true);
    if (value === undefined) {
      const fix = `write a value behind the colon, as in ${field.text.slice(0, 80)}:"text"`;
      const isMissing = reader.isAtEnd || reader.peek() === ')';
      if (!isMissing) return skipBrokenValue(start, reader, this.#problems);
      const message = `"${field.text.slice(0, 80)}:" has no value`;
      this.#problems.add('E-SYNTAX', message, reader.spanFrom(start), fix);
      return { kind: 'broken', span: reader.spanFrom(start) };
    }
    const of = takeSuffix(value, reader, this.#problems);
    if (reader.peek() === ':') {
      const message = 'a colon stands in the value';
      this.#problems.add('E-SYNTAX', message, { start: reader.at, end: reader.at + 1 }, 'put the value in quotes');
      reader.takeMatch(/[^\s()]+/uy);
    }
    return { kind: 'field', field, of, span: reader.spanFrom(start) };
  }

  #parseFieldGroup(nesting: number): Query {
    return this.#reader.takeRegexGroup() ?? this.#parseGroup(nesting);
  }

  #parseGroup(nesting: number): Query {
    const reader = this.#reader;
    const start = reader.at;
    if (nesting >= maxNesting) return this.#giveUp(start);
    reader.skip(1);
    const of = this.#parseClauses(nesting + 1);
    if (!reader.take(')') && !this.#hasGivenUp) {
      const opening = { start, end: start + 1 };
      this.#problems.add('E-SYNTAX', 'this "(" is not closed', opening, 'add ")" where the group ends');
    } else if (of.length === 0) {
      this.#problems.add('E-SYNTAX', 'this group is empty', reader.spanFrom(start), 'write what it should hold');
    }
    return takeSuffix({ kind: 'clauses', of, span: reader.spanFrom(start) }, reader, this.#problems);
  }

  #giveUp(start: number): Query {
    const span = this.#reader.spanFrom(start);
    const message = `parentheses and modifiers nest more than ${maxNesting} deep`;
    this.#problems.add('E-LIMIT', message, { start, end: start + 1 }, 'list values in one group, or split the rule');
    this.#problems.close();
    this.#hasGivenUp = true;
    this.#reader.skip(this.#reader.source.length);
    return { kind: 'broken', span };
  }
}

function fieldOf({ raw, segments, span }: ReadTerm): FieldNode {
  return { text: raw, segments, span };
}
