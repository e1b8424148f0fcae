import type { LuceneOptions } from './options.js';
import type { ClauseLink } from './syntax.js';

/** How the clauses of one level combine; a leaf is the index of a clause, its own NOT left to the `not` around it. */
export type Combination =
  | { readonly kind: 'clause'; readonly index: number }
  | { readonly kind: 'not'; readonly of: Combination }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Combination[] };

type Reading = Pick<LuceneOptions, 'defaultOperator' | 'boolean'>;

/** What clauses side by side mean together. A `+` anywhere among them makes them be read in the classic way. */
export function combineClauses(clauses: readonly ClauseLink[], reading: Reading): Combination {
  return isClassic(clauses, reading) ? combineClassic(clauses, reading) : combineByPrecedence(clauses, reading);
}

/** NOT before AND before OR. The runs of clauses that AND joins, as indexes. */
export function andRuns(clauses: readonly ClauseLink[], { defaultOperator }: Reading): readonly (readonly number[])[] {
  const runs: number[][] = [];
  for (const [index, { conjunction, modifier }] of clauses.entries()) {
    const isAnd = conjunction === 'none' ? modifier === 'not' || defaultOperator === 'AND' : conjunction === 'and';
    const run = runs.at(-1);
    if (run !== undefined && isAnd) run.push(index);
    else runs.push([index]);
  }
  return runs;
}

function combineByPrecedence(clauses: readonly ClauseLink[], reading: Reading): Combination {
  const runs = andRuns(clauses, reading).map((run) =>
    joined(
      'and',
      run.map((index) => literal(index, clauses[index]?.modifier === 'not')),
    ),
  );
  return joined('or', runs);
}

/**
 * Lucene's classic parser knows no precedence: each clause is required, optional or forbidden, AND making its neighbours
 * required, and optional ones matter only where none is required.
 * Source: addClause in https://github.com/apache/lucene/blob/main/lucene/queryparser/src/java/org/apache/lucene/queryparser/classic/QueryParserBase.java
 */
function combineClassic(clauses: readonly ClauseLink[], { defaultOperator }: Reading): Combination {
  const occurrences: ('must' | 'should' | 'not')[] = [];
  for (const { conjunction, modifier } of clauses) {
    const last = occurrences.length - 1;
    if (last >= 0 && occurrences[last] !== 'not') {
      if (conjunction === 'and') occurrences[last] = 'must';
      if (conjunction === 'or' && defaultOperator === 'AND') occurrences[last] = 'should';
    }
    const isRequired =
      defaultOperator === 'OR'
        ? modifier === 'must' || conjunction === 'and'
        : conjunction !== 'or' || modifier === 'must';
    occurrences.push(modifier === 'not' ? 'not' : isRequired ? 'must' : 'should');
  }
  const indexes = (wanted: string): number[] =>
    occurrences.flatMap((occurrence, index) => (occurrence === wanted ? [index] : []));
  const required = indexes('must').map((index) => literal(index, false));
  const optional = indexes('should').map((index) => literal(index, false));
  const forbidden = indexes('not').map((index) => literal(index, true));
  const wanted = required.length > 0 || optional.length === 0 ? required : [joined('or', optional)];
  return joined('and', [...wanted, ...forbidden]);
}

/** Most clauses whose two readings are compared row by row of their truth table. */
const maxCompared = 10;

/** Whether the two ways to read these clauses differ, so that people who know the other one read something else. */
export function isAmbiguous(clauses: readonly ClauseLink[], reading: Reading): boolean {
  if (isClassic(clauses, reading)) return false;
  const runs = andRuns(clauses, reading);
  if (clauses.length > maxCompared) return runs.length > 1 && runs.length < clauses.length;
  const ours = combineByPrecedence(clauses, reading);
  const classic = combineClassic(clauses, reading);
  for (let row = 0; row < 2 ** clauses.length; row++) if (holds(ours, row) !== holds(classic, row)) return true;
  return false;
}

function isClassic(clauses: readonly ClauseLink[], reading: Reading): boolean {
  return reading.boolean === 'classic' || clauses.some(({ modifier }) => modifier === 'must');
}

/** The value of a combination where the clauses are the bits of `row`. */
function holds(combination: Combination, row: number): boolean {
  switch (combination.kind) {
    case 'clause':
      return ((row >> combination.index) & 1) === 1;
    case 'not':
      return !holds(combination.of, row);
    case 'and':
      return combination.of.every((part) => holds(part, row));
    case 'or':
      return combination.of.some((part) => holds(part, row));
    default:
      return combination satisfies never;
  }
}

function literal(index: number, isNegated: boolean): Combination {
  const clause: Combination = { kind: 'clause', index };
  return isNegated ? { kind: 'not', of: clause } : clause;
}

function joined(kind: 'and' | 'or', of: readonly Combination[]): Combination {
  const [only] = of;
  return only !== undefined && of.length === 1 ? only : { kind, of };
}
