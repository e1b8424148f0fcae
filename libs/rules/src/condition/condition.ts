import type { FieldPath, RecordView } from '@trailhound/cloudtrail';

/** A half-open range of offsets in the condition's source text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What every node may carry: where in the source text it came from. Never part of a comparison of conditions. */
interface Located {
  readonly span?: Span;
}

export type Scalar = string | number | boolean | null;

export type JsonType = 'string' | 'number' | 'boolean' | 'null' | 'array' | 'object';

/**
 * How a leaf is compared with a literal.
 * - `text`: STR as it is, BOOL `true`/`false`, NUM its shortest form or its JSON lexeme; NULL and OBJ equal no text.
 * - `strict`: same JSON type and value; a number by IEEE double.
 * - `num`: both read as numbers; a leaf that is none matches nothing.
 */
export type Coercion = 'strict' | 'text' | 'num';

export type NumberOp = '<' | '<=' | '>' | '>=' | '=' | '!=';

export type GlobToken =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'one' };

/** A part of a time in UTC; `week` is the ISO 8601 week of the year. */
export type TimePart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

/** An expression that is evaluated elsewhere, apart from the matcher; equal keys mean equal questions. */
export interface Question {
  readonly key: string;
  readonly engine: 'jsonata';
  readonly expression: string;
  /** What the expression is evaluated on. */
  readonly root: 'record' | 'envelope';
  /** Values bound to names in it. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** Evaluating a condition on a record never throws; it answers one of these. ERROR never fires and is counted. */
export type Outcome = 'match' | 'no-match' | 'error';

/**
 * A part of a leaf's text. `lastArnSegment` is what follows the last `/` or `:`: the session of an assumed role, the
 * name of a user, `root`.
 */
export type LeafPart = 'lastArnSegment';

/** A path and, where not the whole leaf is meant, the part of its text that is; leaves that are no text have no part. */
export interface LeafPath extends FieldPath {
  readonly take?: LeafPart;
}

/**
 * A leaf is a scalar the path reaches, null too; objects and arrays are none. A test with `neg` holds when some leaf
 * does NOT satisfy it; a missing field still holds nothing.
 */
interface LeafTest extends Located {
  readonly path: LeafPath;
  readonly neg?: boolean;
}

/** A test of a leaf's text. `coerce: 'strict'` looks at STR leaves only; absent means `text`. */
interface LeafTextTest extends LeafTest {
  readonly coerce?: 'strict' | 'text';
}

/**
 * The language-independent predicate every rule language lowers to. Leaf tests are "any leaf satisfies"; a language's
 * policy on missing fields is written out by its lowering (`exists` terms), never decided by the evaluator.
 */
export type Condition =
  | ({ readonly kind: 'true' } & Located)
  | ({ readonly kind: 'false' } & Located)
  | ({ readonly kind: 'and'; readonly of: readonly Condition[] } & Located)
  | ({ readonly kind: 'or'; readonly of: readonly Condition[] } & Located)
  | ({ readonly kind: 'not'; readonly of: Condition } & Located)
  /**
   * present: the path leads somewhere, null too · nonNull: some value other than null · leaf: some non-container ·
   * nonEmpty: nonNull and not "" [] {} · anyLeaf: some leaf other than null, there or anywhere inside
   */
  | ({
      readonly kind: 'exists';
      readonly path: LeafPath;
      readonly mode: 'present' | 'nonNull' | 'leaf' | 'nonEmpty' | 'anyLeaf';
    } & Located)
  /** explicit: some leaf is null · missingOrNull: the path reaches nothing but nulls */
  | ({ readonly kind: 'isNull'; readonly path: LeafPath; readonly mode: 'explicit' | 'missingOrNull' } & Located)
  /** Some value the path reaches is of one of these JSON types. */
  | ({ readonly kind: 'type'; readonly path: LeafPath; readonly types: readonly JsonType[] } & Located)
  | ({ readonly kind: 'eq'; readonly value: Scalar; readonly coerce: Coercion; readonly fold?: boolean } & LeafTest)
  | ({
      readonly kind: 'in';
      readonly values: readonly Scalar[];
      readonly coerce: Coercion;
      readonly fold?: boolean;
    } & LeafTest)
  | ({ readonly kind: 'prefix' | 'suffix' | 'contains'; readonly text: string; readonly fold?: boolean } & LeafTextTest)
  | ({ readonly kind: 'wildcard'; readonly glob: readonly GlobToken[]; readonly fold?: boolean } & LeafTextTest)
  /** `source` in RE2 syntax; `flags` of `i`, `m`, `s`. */
  | ({
      readonly kind: 'regex';
      readonly source: string;
      readonly flags: string;
      readonly anchor: 'full' | 'search';
    } & LeafTextTest)
  | ({ readonly kind: 'cidr'; readonly nets: readonly string[] } & LeafTest)
  /** STR leaves that spell a network: one of these addresses lies in it. */
  | ({ readonly kind: 'netContains'; readonly addresses: readonly string[] } & LeafTest)
  | ({ readonly kind: 'ipClass'; readonly class: 'v4' | 'v6' | 'any' | 'public' | 'private' } & LeafTest)
  /** NUM leaves; with `coerce: 'num'` also STR leaves that spell a number. */
  | ({
      readonly kind: 'num';
      readonly op: NumberOp;
      readonly value: number;
      readonly coerce?: 'strict' | 'num';
    } & LeafTest)
  /** STR leaves by UTF-16 code units; ISO times of one format compare as times. */
  | ({ readonly kind: 'order'; readonly op: '<' | '<=' | '>' | '>='; readonly value: string } & LeafTest)
  /** STR leaves that spell an ISO 8601 time, compared as moments; without a zone it is UTC. */
  | ({
      readonly kind: 'time';
      readonly op: '<' | '<=' | '>' | '>=';
      /** Epoch milliseconds. */
      readonly valueMs: number;
    } & LeafTest)
  /** STR leaves that spell an ISO 8601 time (without zone it is UTC): the named part of it. Day and month count from 1. */
  | ({
      readonly kind: 'timePart';
      readonly part: TimePart;
      readonly op: NumberOp;
      readonly value: number;
    } & LeafTest)
  /**
   * Analysed text (Lucene): the leaf's tokens contain these as a phrase, all, or any. A number or boolean is one token,
   * its text.
   */
  | ({
      readonly kind: 'tokens';
      readonly tokens: readonly string[];
      readonly mode: 'phrase' | 'all' | 'any';
    } & LeafTest)
  /** Some single token of the leaf satisfies the test. */
  | ({ readonly kind: 'tokenTest'; readonly test: TokenTest } & LeafTest)
  /**
   * Some pair of leaves compares so: leaves of one type by value, a text with a number or boolean by text, order between
   * two numbers or two texts only.
   */
  | ({
      readonly kind: 'cmpField';
      readonly left: FieldPath;
      readonly op: '=' | '!=' | '<' | '<=' | '>' | '>=' | 'prefix' | 'suffix' | 'contains';
      readonly right: FieldPath;
      readonly fold?: boolean;
    } & Located)
  /**
   * Quantifies over the elements of the array at `path`; paths in `of` start from the element (root `record`). Where
   * arrays are implicit a value that is no array is its own one element. Without elements `all` and `none` hold.
   */
  | ({
      readonly kind: 'elem';
      readonly path: FieldPath;
      readonly quantifier: 'any' | 'all' | 'none' | 'one';
      readonly of: Condition;
    } & Located)
  /** Some string anywhere in the record contains one of the terms (a keyword search). */
  | ({ readonly kind: 'text'; readonly terms: readonly string[]; readonly fold?: boolean } & Located)
  /** Some string anywhere in the record satisfies the test (a keyword search with wildcards or a pattern). */
  | ({ readonly kind: 'anyText'; readonly test: TextTest } & Located)
  /** Tests the compact JSON text of an object or array at `path`, and the same text with `\"` unescaped. */
  | ({ readonly kind: 'jsonText'; readonly path: FieldPath; readonly test: TextTest } & Located)
  /**
   * A condition no other kind can say. `guard` over-approximates it, so that it can be indexed; where the guard does not
   * match, `run` is not asked. `source` holds the text and every value bound to it: one engine and one source behave one
   * way. `run` should not throw; if it does, that is ERROR. Where there is a `question`, `run` reads its answer from the
   * record's view (`AskingView`), for the expression is evaluated elsewhere.
   */
  | ({
      readonly kind: 'ext';
      readonly engine: 'jmespath' | 'jsonata' | 'python';
      readonly source: string;
      readonly needs: readonly FieldPath[];
      readonly guard?: Condition;
      readonly run: (record: RecordView) => Outcome;
      readonly question?: Question;
    } & Located);

export type TokenTest =
  | { readonly kind: 'wildcard'; readonly glob: readonly GlobToken[] }
  | { readonly kind: 'regex'; readonly source: string; readonly flags: string }
  | {
      readonly kind: 'range';
      readonly min?: string;
      readonly max?: string;
      readonly minOpen: boolean;
      readonly maxOpen: boolean;
    };

export type TextTest =
  | { readonly kind: 'prefix' | 'suffix' | 'contains'; readonly text: string; readonly fold?: boolean }
  | { readonly kind: 'wildcard'; readonly glob: readonly GlobToken[]; readonly fold?: boolean }
  | { readonly kind: 'regex'; readonly source: string; readonly flags: string }
  | { readonly kind: 'tokens'; readonly tokens: readonly string[]; readonly mode: 'phrase' | 'all' | 'any' }
  | { readonly kind: 'tokenTest'; readonly test: TokenTest };
