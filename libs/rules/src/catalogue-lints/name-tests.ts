import type { Catalogue } from '@trailhound/catalogue';
import { discriminatorOf } from '../compile/project-condition.js';
import type { Condition } from '../condition/condition.js';
import type { LeafCondition } from '../condition/leaf-test.js';
import { sourcesAllowed } from './event-scope.js';

/** Of a condition with more tests of names, patterns are held against the catalogue in these only: each takes its time. */
export const maxTests = 40;

/** A test of `eventName` that a record must pass one of, with the sources asked for beside it. */
export interface NameTest {
  readonly test: LeafCondition;
  /** Undefined where none is asked for. */
  readonly sources: readonly string[] | undefined;
}

/** The tests of `eventName` in a condition that speak for a match: not negated, not of single elements. */
export function nameTests(condition: Condition, catalogue: Catalogue): readonly NameTest[] {
  return [...positive(condition, undefined, catalogue)];
}

function* positive(
  condition: Condition,
  sources: readonly string[] | undefined,
  catalogue: Catalogue,
): Generator<NameTest> {
  switch (condition.kind) {
    case 'and': {
      const own = sourcesAllowed(condition, catalogue);
      const both = own === undefined || sources === undefined ? (own ?? sources) : intersection(own, sources);
      for (const part of condition.of) yield* positive(part, both, catalogue);
      return;
    }
    case 'or':
      for (const part of condition.of) yield* positive(part, sources, catalogue);
      return;
    case 'eq':
    case 'in':
    case 'prefix':
    case 'suffix':
    case 'contains':
    case 'wildcard':
    case 'regex':
    case 'tokens':
    case 'tokenTest':
      if (condition.neg !== true && isName(condition)) yield { test: condition, sources };
      return;
    default:
      return;
  }
}

function isName({ path }: LeafCondition): boolean {
  return discriminatorOf(path) === 'eventName' && path.take === undefined;
}

function intersection(a: readonly string[], b: readonly string[]): readonly string[] {
  return a.filter((source) => b.includes(source));
}

/** A test for one name literally: as it stands in the condition, and the test of it alone. */
export interface NamedLiteral {
  readonly name: string;
  readonly test: LeafCondition;
}

/** The names a test asks for literally: values of `=` and `in`, and single words of analysed text. */
export function literalsOf(test: LeafCondition): readonly NamedLiteral[] {
  switch (test.kind) {
    case 'eq':
      return typeof test.value === 'string' ? [{ name: test.value, test }] : [];
    case 'in':
      return test.values.flatMap((value): readonly NamedLiteral[] => {
        const { values: _, kind: __, ...rest } = test;
        return typeof value === 'string' ? [{ name: value, test: { ...rest, kind: 'eq', value } }] : [];
      });
    case 'tokens': {
      const [only, ...others] = test.tokens;
      if (test.mode === 'any') return test.tokens.map((name) => ({ name, test: { ...test, tokens: [name] } }));
      return only !== undefined && others.length === 0 ? [{ name: only, test }] : [];
    }
    default:
      return [];
  }
}
