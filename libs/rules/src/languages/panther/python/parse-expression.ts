import type { SyntaxNode } from '@lezer/common';
import { inner, split, splitBefore } from './node-lists.js';
import { childrenOf, operandList } from './operand-list.js';
import { parseString } from './parse-string.js';
import type { Comparison, DictEntry, Expression, ForClause, Keyword } from './syntax.js';
import { compareOpAt, TokenReader } from './token-reader.js';

/** Deeper expressions are not read; people write three or four levels. */
export const maxExpressionDepth = 100;

/** Reads expressions from the nodes of the grammar. Total: what is not understood becomes `unsupported`. */
export class ExpressionParser {
  readonly #source: string;
  #depth = 0;

  constructor(source: string) {
    this.#source = source;
  }

  text(node: SyntaxNode): string {
    return this.#source.slice(node.from, node.to);
  }

  /** One expression that stands as these neighbouring nodes; several separated by commas are a tuple. */
  parse(nodes: readonly SyntaxNode[]): Expression {
    const [first] = nodes;
    const last = nodes.at(-1);
    const span = { start: first?.from ?? 0, end: last?.to ?? 0 };
    if (nodes.some(({ name }) => name === ',')) {
      return { kind: 'tuple', items: this.#items(nodes), span };
    }
    return this.#deeper(span, () => {
      const tokens = operandList(nodes, (node) => this.text(node));
      const reader = new TokenReader(tokens);
      const expression = this.#conditional(reader);
      return reader.isAtEnd ? expression : { kind: 'unsupported', what: 'this expression', span };
    });
  }

  #deeper(span: Expression['span'], read: () => Expression): Expression {
    if (this.#depth >= maxExpressionDepth) return { kind: 'unsupported', what: 'an expression nested so deep', span };
    this.#depth += 1;
    try {
      return read();
    } finally {
      this.#depth -= 1;
    }
  }

  #conditional(reader: TokenReader): Expression {
    const chosen = this.#joined(reader, 'or', () => this.#joined(reader, 'and', () => this.#negated(reader)));
    if (reader.take('if') === undefined) return chosen;
    const test = this.#joined(reader, 'or', () => this.#joined(reader, 'and', () => this.#negated(reader)));
    if (reader.take('else') === undefined) return unsupported('this expression', chosen, test);
    return this.#deeper(chosen.span, () => {
      const otherwise = this.#conditional(reader);
      return { kind: 'if', test, chosen, otherwise, span: across(chosen, otherwise) };
    });
  }

  #joined(reader: TokenReader, kind: 'and' | 'or', operand: () => Expression): Expression {
    const first = operand();
    const of = [first];
    while (reader.take(kind) !== undefined) of.push(operand());
    return of.length === 1 ? first : { kind, of, span: across(first, of.at(-1) ?? first) };
  }

  #negated(reader: TokenReader): Expression {
    const not = reader.take('not');
    if (not === undefined) return this.#comparison(reader);
    const span = { start: not.from, end: not.to };
    return this.#deeper(span, () => {
      const of = this.#negated(reader);
      return { kind: 'not', of, span: { start: not.from, end: of.span.end } };
    });
  }

  #comparison(reader: TokenReader): Expression {
    const left = this.#merged(reader);
    const rest: Comparison[] = [];
    for (let op = compareOpAt(reader); op !== undefined; op = compareOpAt(reader)) {
      rest.push({ op, right: this.#merged(reader) });
    }
    const last = rest.at(-1)?.right;
    return last === undefined ? left : { kind: 'compare', left, rest, span: across(left, last) };
  }

  #merged(reader: TokenReader): Expression {
    let left = this.#sum(reader);
    while (reader.take('|') !== undefined) {
      const right = this.#sum(reader);
      left = { kind: 'merge', left, right, span: across(left, right) };
    }
    return left;
  }

  #sum(reader: TokenReader): Expression {
    let left = this.#signed(reader);
    for (let op = reader.takeArithmetic(); op !== undefined; op = reader.takeArithmetic()) {
      const right = this.#signed(reader);
      const span = across(left, right);
      left =
        op.text === '+'
          ? { kind: 'add', left, right, span }
          : { kind: 'unsupported', what: `the operator ${op.text}`, span };
    }
    return left;
  }

  #signed(reader: TokenReader): Expression {
    const sign = reader.takeArithmetic();
    if (sign === undefined) return this.#operand(reader);
    return this.#deeper({ start: sign.from, end: sign.to }, () => {
      const of = this.#signed(reader);
      const span = { start: sign.from, end: of.span.end };
      if (of.kind === 'constant' && typeof of.value === 'number' && (sign.text === '-' || sign.text === '+')) {
        return { ...of, value: sign.text === '-' ? -of.value : of.value, span };
      }
      return { kind: 'unsupported', what: `the operator ${sign.text}`, span };
    });
  }

  #operand(reader: TokenReader): Expression {
    const node = reader.takeOperand();
    if (node !== undefined) return this.#atom(node);
    const at = reader.position;
    return { kind: 'unsupported', what: 'this expression', span: { start: at, end: at } };
  }

  #atom(node: SyntaxNode): Expression {
    const span = { start: node.from, end: node.to };
    const refuse = (what: string): Expression => ({ kind: 'unsupported', what, span });
    switch (node.name) {
      case 'VariableName':
        return { kind: 'name', name: this.text(node), span };
      case 'None':
        return { kind: 'constant', value: null, span };
      case 'Boolean':
        return { kind: 'constant', value: this.text(node) === 'True', span };
      case 'Number': {
        const value = numberValue(this.text(node));
        return value === undefined ? refuse('this number') : { kind: 'constant', value, span };
      }
      case 'String':
      case 'FormatString':
      case 'ContinuedString':
        return parseString(node, this.#source, this);
      case 'ParenthesizedExpression':
        return { ...this.parse(inner(node)), span };
      case 'TupleExpression':
      case 'ArrayExpression':
      case 'SetExpression':
        return { kind: displayKinds[node.name], items: this.#items(inner(node)), span };
      case 'DictionaryExpression':
        return { kind: 'dict', entries: this.#entries(inner(node)), span };
      case 'ArrayComprehensionExpression':
      case 'ComprehensionExpression':
        return this.#comprehension(inner(node), span);
      case 'MemberExpression':
        return this.#deeper(span, () => this.#member(node));
      case 'CallExpression':
        return this.#deeper(span, () => this.#call(node));
      default:
        return refuse(constructNames.get(node.name) ?? `${node.name}`);
    }
  }

  #member(node: SyntaxNode): Expression {
    const span = { start: node.from, end: node.to };
    const [object, ...rest] = childrenOf(node);
    if (object === undefined) return { kind: 'unsupported', what: 'this expression', span };
    const of = this.parse([object]);
    const [mark, ...inside] = rest;
    if (mark?.name === '.') {
      const name = rest.find((child) => child.name === 'PropertyName');
      if (name !== undefined) return { kind: 'attribute', of, name: this.text(name), span };
    }
    const index = inside.slice(0, -1);
    if (mark?.name !== '[' || index.length === 0) return { kind: 'unsupported', what: 'this expression', span };
    if (index.some(({ name }) => name === ':')) return { kind: 'unsupported', what: 'a slice', span };
    return { kind: 'index', of, index: this.parse(index), span };
  }

  #call(node: SyntaxNode): Expression {
    const span = { start: node.from, end: node.to };
    const [called, list] = childrenOf(node);
    if (called === undefined || list === undefined) return { kind: 'unsupported', what: 'this call', span };
    const callee = this.parse([called]);
    const inside = inner(list);
    if (inside.some(({ name }) => name === 'for')) {
      const argument = this.#comprehension(inside, { start: list.from, end: list.to });
      return { kind: 'call', callee, args: [argument], keywords: [], span };
    }
    const args: Expression[] = [];
    const keywords: Keyword[] = [];
    for (const part of split(inside)) {
      const [first, second, ...rest] = part;
      if (first?.name === 'VariableName' && second?.name === 'AssignOp') {
        keywords.push({ name: this.text(first), value: this.parse(rest) });
      } else args.push(this.#item(part));
    }
    return { kind: 'call', callee, args, keywords, span };
  }

  #comprehension(nodes: readonly SyntaxNode[], span: Expression['span']): Expression {
    const at = nodes.findIndex(({ name }) => name === 'for');
    if (at < 1 || nodes.some(({ name }) => name === 'async')) {
      return { kind: 'unsupported', what: 'this comprehension', span };
    }
    const element = this.parse(nodes.slice(0, at));
    const clauses = splitBefore(nodes.slice(at), 'for').map((clause) => this.#forClause(clause));
    return { kind: 'comprehension', element, clauses, span };
  }

  #forClause(nodes: readonly SyntaxNode[]): ForClause {
    const inAt = nodes.findIndex(({ name }) => name === 'in');
    const target = nodes.slice(1, inAt);
    const [only] = target;
    const [of = [], ...conditions] = splitBefore(nodes.slice(inAt + 1), 'if');
    return {
      name: target.length === 1 && only?.name === 'VariableName' ? this.text(only) : undefined,
      of: this.parse(of),
      conditions: conditions.map((condition) => this.parse(condition.slice(1))),
    };
  }

  #items(nodes: readonly SyntaxNode[]): readonly Expression[] {
    return split(nodes).map((part) => this.#item(part));
  }

  #item(part: readonly SyntaxNode[]): Expression {
    const [first] = part;
    if (first?.name !== '*' && first?.name !== '**') return this.parse(part);
    const span = { start: first.from, end: part.at(-1)?.to ?? first.to };
    return { kind: 'unsupported', what: `${first.name} before a value`, span };
  }

  #entries(nodes: readonly SyntaxNode[]): readonly DictEntry[] {
    return split(nodes).map((part) => {
      const [first] = part;
      if (first?.name === '**') return { key: undefined, value: this.parse(part.slice(1)) };
      const colon = part.findIndex(({ name }) => name === ':');
      return { key: this.parse(part.slice(0, colon)), value: this.parse(part.slice(colon + 1)) };
    });
  }
}

const displayKinds = { TupleExpression: 'tuple', ArrayExpression: 'list', SetExpression: 'set' } as const;

const constructNames: ReadonlyMap<string, string> = new Map([
  ['LambdaExpression', 'lambda'],
  ['NamedExpression', 'the operator :='],
  ['AwaitExpression', 'await'],
  ['YieldExpression', 'yield'],
  ['SetComprehensionExpression', 'a set comprehension'],
  ['DictionaryComprehensionExpression', 'a dict comprehension'],
  ['Ellipsis', '...'],
]);

function across(from: Expression, to: Expression): Expression['span'] {
  return { start: from.span.start, end: to.span.end };
}

function unsupported(what: string, from: Expression, to: Expression): Expression {
  return { kind: 'unsupported', what, span: across(from, to) };
}

/** A number as written; undefined for complex ones and integers a double cannot hold. */
function numberValue(text: string): number | undefined {
  const digits = text.replaceAll('_', '').toLowerCase();
  if (digits.endsWith('j')) return undefined;
  const value = Number(digits);
  if (!Number.isFinite(value)) return undefined;
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? undefined : value;
}
