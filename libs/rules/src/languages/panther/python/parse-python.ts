import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@lezer/python';
import { maxFileLength } from '../../../source/read-documents.js';
import { childrenOf } from './operand-list.js';
import { ExpressionParser } from './parse-expression.js';
import type { Expression, FunctionNode, PythonModule, PythonProblem, Statement } from './syntax.js';

export type ParsedPython =
  | { readonly ok: true; readonly module: PythonModule }
  | { readonly ok: false; readonly problems: readonly PythonProblem[] };

/** Statements nested deeper are not read; each elif stands inside the one before. */
const maxBlockDepth = 200;

/** Reads a Python file. Nothing is executed; total, in time linear in the text. */
export function parsePython(source: string): ParsedPython {
  if (source.length > maxFileLength) {
    const message = `is larger than ${maxFileLength / 1024} KiB`;
    return { ok: false, problems: [{ code: 'E-PY-SYNTAX', message, span: { start: 0, end: 0 } }] };
  }
  const tree = parser.parse(source);
  const problem = firstError(tree, source);
  if (problem !== undefined) return { ok: false, problems: [problem] };
  return { ok: true, module: new ModuleReader(source).read(tree.topNode) };
}

function firstError(tree: Tree, source: string): PythonProblem | undefined {
  const cursor = tree.cursor();
  do {
    if (!cursor.type.isError) continue;
    const span = { start: cursor.from, end: cursor.to };
    const line = (source.slice(cursor.from).split('\n', 1)[0] ?? '').trim().slice(0, 40);
    const message = line === '' ? 'is no Python: something is missing here' : `is no Python before ${quoted(line)}`;
    return { code: 'E-PY-SYNTAX', message, span };
  } while (cursor.next());
  return undefined;
}

class ModuleReader {
  readonly #expressions: ExpressionParser;
  readonly #functions = new Map<string, FunctionNode>();
  readonly #constants = new Map<string, Expression>();
  readonly #imports = new Map<string, string>();
  readonly #unclear = new Set<string>();

  constructor(source: string) {
    this.#expressions = new ExpressionParser(source);
  }

  read(top: SyntaxNode): PythonModule {
    for (const node of childrenOf(top)) this.#topLevel(node);
    this.#findChangedNames(top);
    return {
      functions: this.#functions,
      constants: this.#constants,
      imports: this.#imports,
      unclear: this.#unclear,
    };
  }

  #topLevel(node: SyntaxNode): void {
    switch (node.name) {
      case 'FunctionDefinition':
        this.#define(node);
        return;
      case 'ImportStatement':
        this.#import(node);
        return;
      case 'AssignStatement': {
        const statement = this.#assignment(node);
        if (statement.kind === 'assign') this.#bind(this.#constants, statement.name, statement.value);
        else for (const name of this.#namesIn(node)) this.#unclear.add(name);
        return;
      }
      case 'ExpressionStatement':
        // A call may change what a name stands for: EVENTS.update(…).
        if (node.firstChild?.name !== 'String') for (const name of this.#namesIn(node)) this.#unclear.add(name);
        return;
      case 'PassStatement':
        return;
      default:
        for (const name of this.#namesIn(node)) this.#unclear.add(name);
    }
  }

  #define(node: SyntaxNode): void {
    const children = childrenOf(node);
    const name = children.find((child) => child.name === 'VariableName');
    const list = children.find((child) => child.name === 'ParamList');
    const body = children.find((child) => child.name === 'Body');
    if (name === undefined || list === undefined || body === undefined) return;
    const text = this.#expressions.text(name);
    if (children.some((child) => child.name === 'async')) {
      this.#unclear.add(text);
      return;
    }
    this.#bind(this.#functions, text, {
      name: text,
      parameters: this.#parameters(list),
      body: this.#block(body, 0),
      span: { start: name.from, end: name.to },
    });
  }

  #parameters(list: SyntaxNode): readonly string[] | undefined {
    const inside = childrenOf(list).slice(1, -1);
    const names = inside.filter(({ name }) => name === 'VariableName');
    const isPlain = inside.every(({ name }) => name === 'VariableName' || name === ',' || name === 'TypeDef');
    return isPlain ? names.map((name) => this.#expressions.text(name)) : undefined;
  }

  #import(node: SyntaxNode): void {
    const children = childrenOf(node).filter(({ name }) => name !== '(' && name !== ')');
    const at = children.findIndex(({ name }) => name === 'import');
    const names = children.slice(at + 1);
    const origin = children
      .slice(1, at)
      .map((child) => this.#expressions.text(child))
      .join('');
    let previous = '';
    let isAlias = false;
    for (const child of names) {
      const text = this.#expressions.text(child);
      if (child.name === 'as') isAlias = true;
      else if (child.name === 'VariableName') {
        const path = origin === '' ? text : `${origin}.${text}`;
        if (isAlias) this.#imports.delete(previous);
        this.#bind(this.#imports, text, isAlias ? `${origin === '' ? '' : `${origin}.`}${previous}` : path);
        isAlias = false;
        previous = text;
      }
    }
  }

  #bind<T>(into: Map<string, T>, name: string, value: T): void {
    const isBound = this.#functions.has(name) || this.#constants.has(name) || this.#imports.has(name);
    if (isBound) this.#unclear.add(name);
    else into.set(name, value);
  }

  #namesIn(node: SyntaxNode): readonly string[] {
    const names: string[] = [];
    const cursor = node.cursor();
    do {
      if (cursor.from >= node.to || cursor.to > node.to) break;
      if (cursor.name === 'VariableName') names.push(this.#expressions.text(cursor.node));
    } while (cursor.next());
    return names;
  }

  /** Names that functions change: `global COUNT`, `EVENTS["x"] = 1`, `EVENTS += [1]`. */
  #findChangedNames(top: SyntaxNode): void {
    const cursor = top.cursor();
    do {
      if (cursor.name === 'ScopeStatement') for (const name of this.#namesIn(cursor.node)) this.#unclear.add(name);
      else if (cursor.name === 'UpdateStatement') {
        const target = cursor.node.firstChild;
        if (target !== null) for (const name of this.#namesIn(target)) this.#unclear.add(name);
      }
    } while (cursor.next());
  }

  #block(body: SyntaxNode, depth: number): readonly Statement[] {
    const statements = childrenOf(body).filter(({ name }) => name !== ':' && name !== ';');
    return statements.map((node) => this.#statement(node, depth));
  }

  #statement(node: SyntaxNode, depth: number): Statement {
    const span = { start: node.from, end: node.to };
    if (depth > maxBlockDepth) return { kind: 'unsupported', what: 'a block nested so deep', span };
    switch (node.name) {
      case 'ReturnStatement': {
        const value = childrenOf(node).slice(1);
        return { kind: 'return', value: value.length === 0 ? undefined : this.#expressions.parse(value), span };
      }
      case 'IfStatement':
        return this.#ifStatement(childrenOf(node), depth, span);
      case 'AssignStatement':
        return this.#assignment(node);
      case 'ExpressionStatement':
        return { kind: 'expression', value: this.#expressions.parse(childrenOf(node)), span };
      case 'PassStatement':
        return { kind: 'pass', span };
      default:
        return { kind: 'unsupported', what: statementNames.get(node.name) ?? node.name, span };
    }
  }

  /** `if test Body (elif test Body)* (else Body)?` as nested statements of two ways. */
  #ifStatement(children: readonly SyntaxNode[], depth: number, span: Statement['span']): Statement {
    const branches: { readonly test: Expression | undefined; readonly body: readonly Statement[] }[] = [];
    let nodes: SyntaxNode[] = [];
    for (const child of children) {
      if (child.name === 'if' || child.name === 'elif' || child.name === 'else') nodes = [];
      else if (child.name === 'Body') {
        const test = nodes.length === 0 ? undefined : this.#expressions.parse(nodes);
        if (depth + branches.length > maxBlockDepth)
          return { kind: 'unsupported', what: 'an if of so many branches', span };
        branches.push({ test, body: this.#block(child, depth + 1 + branches.length) });
      } else nodes.push(child);
    }
    let otherwise: readonly Statement[] = [];
    let result: Statement = { kind: 'pass', span };
    for (const { test, body } of branches.toReversed()) {
      if (test === undefined) otherwise = body;
      else {
        result = { kind: 'if', test, chosen: body, otherwise, span: { start: test.span.start, end: span.end } };
        otherwise = [result];
      }
    }
    return result;
  }

  #assignment(node: SyntaxNode): Statement {
    const span = { start: node.from, end: node.to };
    const children = childrenOf(node).filter(({ name }) => name !== 'TypeDef');
    const signs = children.filter(({ name }) => name === 'AssignOp');
    const [target, sign, ...value] = children;
    if (target === undefined || sign?.name !== 'AssignOp' || signs.length !== 1) {
      return { kind: 'unsupported', what: 'an assignment to several names', span };
    }
    const right = this.#expressions.parse(value);
    const left = this.#expressions.parse([target]);
    if (left.kind === 'name') return { kind: 'assign', name: left.name, value: right, span };
    if (left.kind === 'index' && left.of.kind === 'name') {
      return { kind: 'assignItem', name: left.of.name, key: left.index, value: right, span };
    }
    return { kind: 'unsupported', what: 'this assignment', span };
  }
}

const statementNames: ReadonlyMap<string, string> = new Map([
  ['ForStatement', 'a for loop'],
  ['WhileStatement', 'a while loop'],
  ['TryStatement', 'try'],
  ['WithStatement', 'with'],
  ['RaiseStatement', 'raise'],
  ['AssertStatement', 'assert'],
  ['DeleteStatement', 'del'],
  ['ScopeStatement', 'global'],
  ['UpdateStatement', 'an assignment with an operator'],
  ['FunctionDefinition', 'a function inside a function'],
  ['ClassDefinition', 'a class'],
  ['ImportStatement', 'an import inside a function'],
  ['MatchStatement', 'match'],
]);

function quoted(text: string): string {
  return JSON.stringify(text);
}
