import type { FieldPath } from '@trailhound/cloudtrail';
import type { Condition, LeafPath, Scalar, TextTest, TokenTest } from '../condition/condition.js';
import type { LeafCondition } from '../condition/leaf-test.js';
import { leafText } from '../condition/leaf-text.js';
import { minLiteralLength } from './literal-table.js';
import { literalOfGlob, literalsOfRegex } from './required-literals.js';
import type { ValueComparison } from './value-table.js';

/** Something a record must have for a condition to match or be in error on it, and that records can be found by. */
export type IndexKey =
  /** The field has a leaf equal to the literal. */
  | { readonly kind: 'value'; readonly of: ValueComparison; readonly literal: Scalar }
  /** The field has a text that contains this one; with `fold` in any case. */
  | { readonly kind: 'literal'; readonly path: LeafPath; readonly fold: boolean; readonly text: string }
  /** The field has an address in the network. */
  | { readonly kind: 'net'; readonly path: LeafPath; readonly net: string }
  /** The field has a value, be it null. */
  | { readonly kind: 'present'; readonly path: LeafPath };

/** Keys one of which every record has that a condition is not `no-match` on. */
export interface IndexKeys {
  readonly keys: readonly IndexKey[];
  /** They are all the condition says: it matches every record that has one, and is never in error. */
  readonly decide: boolean;
}

/** A condition with more alternatives is not worth an index. */
const maxKeys = 10_000;

/**
 * The sets of keys a condition can be indexed by, any one of which will do; none where it must be tried on every record.
 * `condition` is in the normal form of `simplifyCondition`.
 */
export function indexKeysOf(condition: Condition): readonly IndexKeys[] {
  const known = remembered.get(condition);
  if (known !== undefined) return known;
  const keys = findKeys(condition);
  remembered.set(condition, keys);
  return keys;
}

// Conditions never change, and a rule is placed once for each of its event names.
const remembered = new WeakMap<Condition, readonly IndexKeys[]>();

function findKeys(condition: Condition): readonly IndexKeys[] {
  switch (condition.kind) {
    case 'true':
    case 'not':
    case 'cmpField':
    case 'text':
    case 'anyText':
      return [];
    case 'false':
      return [{ keys: [], decide: true }];
    case 'and':
      return condition.of.flatMap(indexKeysOf).map(({ keys }) => ({ keys, decide: false }));
    case 'or':
      return alternatives(condition.of);
    case 'ext':
      if (condition.guard === undefined) return [];
      return indexKeysOf(condition.guard).map(({ keys }) => ({ keys, decide: false }));
    case 'elem':
      return condition.quantifier === 'any' || condition.quantifier === 'one' ? keysOfElements(condition) : [];
    case 'exists':
      return presence(condition.path, condition.mode === 'present');
    case 'isNull':
      return condition.mode === 'explicit' ? presence(condition.path, false) : [];
    case 'type':
    case 'jsonText':
      return presence(condition.path, false);
    default:
      // Tests of leaves, negated ones too: they say something of some leaf.
      return [...keysOfTest(condition), ...presence(condition.path, false)];
  }
}

/** What some element must have, some value must that the record has where elements are. */
function keysOfElements({ path, of }: Condition & { readonly kind: 'elem' }): readonly IndexKeys[] {
  if (path.arrays !== 'implicit') return [];
  return indexKeysOf(of).flatMap(({ keys }) => {
    const inRecord = keys.map((key) => keyInside(path, key)).filter((key) => key !== undefined);
    return inRecord.length === keys.length ? [{ keys: inRecord, decide: false }] : [];
  });
}

function keyInside(outer: FieldPath, key: IndexKey): IndexKey | undefined {
  const inner = key.kind === 'value' ? key.of.path : key.path;
  if (inner.root !== 'record' || inner.arrays !== 'implicit' || inner.keyCase !== outer.keyCase) return undefined;
  const path: LeafPath = {
    ...inner,
    root: outer.root,
    segments: [...outer.segments, ...inner.segments],
    flattenDots: outer.flattenDots || inner.flattenDots,
  };
  return key.kind === 'value' ? { ...key, of: { ...key.of, path } } : { ...key, path };
}

function presence(path: LeafPath, decide: boolean): readonly IndexKeys[] {
  if (path.root === 'enriched') return [];
  return [{ keys: [{ kind: 'present', path }], decide: decide && path.take === undefined }];
}

function keysOfTest(condition: LeafCondition): readonly IndexKeys[] {
  if (condition.neg === true) return [];
  switch (condition.kind) {
    case 'eq':
      return keysOfValues(condition, [condition.value]);
    case 'in':
      return keysOfValues(condition, condition.values);
    case 'prefix':
    case 'suffix':
    case 'contains':
    case 'wildcard':
    case 'regex':
      return literals(condition.path, textsOf(condition), isFolded(condition));
    case 'tokens':
      return tokenKeys(condition);
    case 'tokenTest':
      return literals(condition.path, textsOfTokenTest(condition.test), true);
    case 'cidr':
      if (condition.path.root === 'enriched' || condition.path.take !== undefined) return [];
      return [{ keys: condition.nets.map((net) => ({ kind: 'net', path: condition.path, net })), decide: true }];
    default:
      return [];
  }
}

/** Of each alternative the set with the fewest keys; a record that one alternative is found by is found. */
function alternatives(parts: readonly Condition[]): readonly IndexKeys[] {
  const chosen: IndexKeys[] = [];
  for (const part of parts) {
    const [first] = indexKeysOf(part).toSorted((a, b) => roughness(a) - roughness(b));
    if (first === undefined) return [];
    chosen.push(first);
  }
  const keys = chosen.flatMap((one) => one.keys);
  return keys.length > maxKeys ? [] : [{ keys, decide: chosen.every(({ decide }) => decide) }];
}

function roughness({ keys }: IndexKeys): number {
  const of = { value: 1, net: 3, literal: 3, present: maxKeys };
  return keys.reduce((sum, { kind }) => sum + of[kind], 0);
}

type Membership = Condition & { readonly kind: 'eq' | 'in' };

function keysOfValues({ path, coerce, fold = false }: Membership, values: readonly Scalar[]): readonly IndexKeys[] {
  if (coerce === 'num' || path.root === 'enriched' || values.length > maxKeys) return [];
  if (path.take === undefined) {
    const keys = values.map((literal): IndexKey => ({ kind: 'value', of: { path, coerce, fold }, literal }));
    return [{ keys, decide: true }];
  }
  // The part is in the whole.
  return literals(
    path,
    values.map((value) => leafText(value) ?? ''),
    fold,
  );
}

function literals(path: LeafPath, texts: readonly string[] | undefined, fold: boolean): readonly IndexKeys[] {
  if (texts === undefined || path.root === 'enriched') return [];
  const folded = fold ? texts.map((text) => text.toLowerCase()) : texts;
  if (folded.some((text) => text.length < minLiteralLength || !text.isWellFormed())) return [];
  return [{ keys: folded.map((text) => ({ kind: 'literal', path, fold, text })), decide: false }];
}

function isFolded(test: TextTest): boolean {
  if (test.kind === 'regex') return test.flags.includes('i');
  return test.kind !== 'tokens' && test.kind !== 'tokenTest' && test.fold === true;
}

function textsOf(test: TextTest): readonly string[] | undefined {
  switch (test.kind) {
    case 'prefix':
    case 'suffix':
    case 'contains':
      return [test.text];
    case 'wildcard':
      return listed(literalOfGlob(test.glob));
    case 'regex': {
      const texts = literalsOfRegex(test.source);
      // Patterns fold letters beyond ASCII in their own way.
      const isPlain = !test.flags.includes('i') || texts?.every((text) => /^[ -~]*$/.test(text));
      return isPlain ? texts : undefined;
    }
    case 'tokens':
    case 'tokenTest':
      return undefined;
    default:
      return test satisfies never;
  }
}

/** Tokens are in lower case: a literal of a test of one that is not is in none. */
function textsOfTokenTest(test: TokenTest): readonly string[] | undefined {
  switch (test.kind) {
    case 'wildcard':
      return asciiOnly(listed(literalOfGlob(test.glob)));
    case 'regex':
      return test.flags === '' ? asciiOnly(literalsOfRegex(test.source)) : undefined;
    case 'range':
      return undefined;
    default:
      return test satisfies never;
  }
}

function tokenKeys({ path, tokens, mode }: Condition & { readonly kind: 'tokens' }): readonly IndexKeys[] {
  if (mode === 'any') return literals(path, asciiOnly(tokens), true);
  const longest = tokens.toSorted((a, b) => b.length - a.length).slice(0, 1);
  return longest.length === 0 ? [] : literals(path, asciiOnly(longest), true);
}

/** The lower case of letters beyond ASCII hangs on their neighbours, which a token has lost. */
function asciiOnly(texts: readonly string[] | undefined): readonly string[] | undefined {
  return texts?.every((text) => /^[ -~]*$/.test(text)) ? texts : undefined;
}

function listed(text: string | undefined): readonly string[] | undefined {
  return text === undefined ? undefined : [text];
}
