import type { Scalar, Span } from '../../../condition/condition.js';

/** Comparisons, `in` and `is` with their negations. */
export type CompareOp = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in' | 'is' | 'is not';

interface Located {
  readonly span: Span;
}

export interface Keyword {
  readonly name: string;
  readonly value: Expression;
}

/** `for name in of if conditions`; undefined as a name where several are unpacked. */
export interface ForClause {
  readonly name: string | undefined;
  readonly of: Expression;
  readonly conditions: readonly Expression[];
}

/** A comparison of a chain: `a < b < c` has two. */
export interface Comparison {
  readonly op: CompareOp;
  readonly right: Expression;
}

export interface DictEntry {
  /** Undefined for `**value`. */
  readonly key: Expression | undefined;
  readonly value: Expression;
}

/**
 * A Python expression, as far as rules are read. What is not understood stays in the tree as `unsupported` with its name:
 * it is a problem only where a rule's outcome depends on it.
 */
export type Expression =
  | ({ readonly kind: 'constant'; readonly value: Scalar } & Located)
  | ({ readonly kind: 'name'; readonly name: string } & Located)
  | ({ readonly kind: 'attribute'; readonly of: Expression; readonly name: string } & Located)
  | ({ readonly kind: 'index'; readonly of: Expression; readonly index: Expression } & Located)
  | ({
      readonly kind: 'call';
      readonly callee: Expression;
      readonly args: readonly Expression[];
      readonly keywords: readonly Keyword[];
    } & Located)
  | ({ readonly kind: 'and' | 'or'; readonly of: readonly Expression[] } & Located)
  | ({ readonly kind: 'not'; readonly of: Expression } & Located)
  | ({ readonly kind: 'compare'; readonly left: Expression; readonly rest: readonly Comparison[] } & Located)
  | ({
      readonly kind: 'if';
      readonly test: Expression;
      readonly chosen: Expression;
      readonly otherwise: Expression;
    } & Located)
  | ({ readonly kind: 'list' | 'tuple' | 'set'; readonly items: readonly Expression[] } & Located)
  | ({ readonly kind: 'dict'; readonly entries: readonly DictEntry[] } & Located)
  /** Texts and values in turn, joined. */
  | ({ readonly kind: 'format'; readonly parts: readonly (string | Expression)[] } & Located)
  /** A generator or a list comprehension. */
  | ({
      readonly kind: 'comprehension';
      readonly element: Expression;
      readonly clauses: readonly ForClause[];
    } & Located)
  | ({ readonly kind: 'add' | 'merge'; readonly left: Expression; readonly right: Expression } & Located)
  | ({ readonly kind: 'unsupported'; readonly what: string } & Located);

export type Statement =
  | ({ readonly kind: 'return'; readonly value: Expression | undefined } & Located)
  | ({
      readonly kind: 'if';
      readonly test: Expression;
      readonly chosen: readonly Statement[];
      readonly otherwise: readonly Statement[];
    } & Located)
  | ({ readonly kind: 'assign'; readonly name: string; readonly value: Expression } & Located)
  /** `name[key] = value`. */
  | ({
      readonly kind: 'assignItem';
      readonly name: string;
      readonly key: Expression;
      readonly value: Expression;
    } & Located)
  | ({ readonly kind: 'expression'; readonly value: Expression } & Located)
  | ({ readonly kind: 'pass' } & Located)
  | ({ readonly kind: 'unsupported'; readonly what: string } & Located);

export interface FunctionNode {
  readonly name: string;
  /** Undefined where they are more than plain names. */
  readonly parameters: readonly string[] | undefined;
  readonly body: readonly Statement[];
  readonly span: Span;
}

/** A Python file as rules use one: functions, constants and what is imported by name. */
export interface PythonModule {
  readonly functions: ReadonlyMap<string, FunctionNode>;
  /** Names bound once, at the top of the file. */
  readonly constants: ReadonlyMap<string, Expression>;
  /** Local name → `module.name`, or the module. */
  readonly imports: ReadonlyMap<string, string>;
  /** Names that are bound more than once, or by a statement that is not understood. */
  readonly unclear: ReadonlySet<string>;
}

/** What a Python file has wrong, placed in its text. */
export interface PythonProblem {
  readonly code: string;
  readonly message: string;
  readonly span: Span;
  readonly fix?: string;
}
