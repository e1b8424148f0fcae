import type { NamedValues } from '../language.js';
import type { LuceneOptions } from './options.js';
import type { Bound, ClauseLink, FieldNode, Query, ValueNode } from './syntax.js';

/** What a query is judged under. */
export interface NaiveWorld {
  readonly values: NamedValues;
  readonly options: LuceneOptions;
  readonly record: unknown;
}

/**
 * What a query means, said a second time and as plainly as possible: over the syntax tree and a parsed record, words by
 * the engine's own segmenter, patterns by the engine's own expressions. Tests hold the lowering and the compiled index
 * against it. The query must have parsed and lowered without a problem. Its patterns may use `.`, `*`, `|`, `(…)`,
 * `[…]` and escapes only.
 */
export function naiveMatches(query: Query, world: NaiveWorld, field?: FieldNode): boolean {
  switch (query.kind) {
    case 'clauses':
      return naiveCombination(
        query.of,
        query.of.map((clause) => naiveMatches(clause.of, world, field)),
        world.options,
      );
    case 'field':
      if (query.field.text === '_exists_' || query.field.text === '_missing_') {
        const name = query.of.kind === 'phrase' ? query.of.text : literal(query.of);
        const exists = placesOf(name.replace(/(?<=.)\.keyword$/, '').split('.'), world).some((leaf) =>
          holdsSomething(leaf),
        );
        return exists === (query.field.text === '_exists_');
      }
      if (query.field.text === '*' && query.of.kind === 'term') return true;
      return naiveMatches(query.of, world, query.field);
    case 'broken':
      throw new Error('a broken query means nothing');
    default:
      return valueMatches(query, world, field);
  }
}

/** The clauses' truth joined by rank, or by Lucene's required, optional and forbidden ones. */
export function naiveCombination(
  links: readonly ClauseLink[],
  truth: readonly boolean[],
  { boolean, defaultOperator }: Pick<LuceneOptions, 'boolean' | 'defaultOperator'>,
): boolean {
  const wants = truth.map((holds, index) => holds !== (links[index]?.modifier === 'not'));
  if (boolean === 'precedence' && !links.some(({ modifier }) => modifier === 'must')) {
    let any = false;
    let run = true;
    for (const [index, { conjunction, modifier }] of links.entries()) {
      const implied = modifier === 'not' || defaultOperator === 'AND' ? 'and' : 'or';
      if (index > 0 && (conjunction === 'none' ? implied : conjunction) === 'or') {
        any ||= run;
        run = true;
      }
      run &&= wants[index] ?? false;
    }
    return any || run;
  }
  const isRequired = links.map(({ conjunction, modifier }, index) => {
    if (modifier === 'not') return false;
    const next = links[index + 1]?.conjunction;
    if (next === 'and') return true;
    if (defaultOperator === 'OR') return modifier === 'must' || (index > 0 && conjunction === 'and');
    if (next === 'or') return false;
    return modifier === 'must' || index === 0 || conjunction !== 'or';
  });
  const forbiddenHold = links.every(({ modifier }, index) => modifier !== 'not' || wants[index]);
  if (!forbiddenHold) return false;
  if (isRequired.includes(true)) return isRequired.every((required, index) => !required || wants[index]);
  const optional = links.flatMap(({ modifier }, index) => (modifier === 'not' ? [] : [wants[index]]));
  return optional.length === 0 || optional.includes(true);
}

function valueMatches(node: ValueNode, world: NaiveWorld, field: FieldNode | undefined): boolean {
  const isKeyword = field !== undefined && field.segments.length > 1 && field.segments.at(-1) === 'keyword';
  const names = isKeyword ? field.segments.slice(0, -1) : field?.segments;
  const leaves = (names === undefined ? textsIn(world.record) : placesOf(names, world)).filter(isScalar);
  switch (node.kind) {
    case 'named':
      return [world.values[node.name] ?? []]
        .flat()
        .some((value) => leaves.some((leaf) => says(leaf, String(value), isKeyword, field)));
    case 'phrase':
      return leaves.some((leaf) => says(leaf, node.text, isKeyword, field));
    case 'term': {
      if (node.glob.every(({ kind }) => kind === 'literal'))
        return leaves.some((leaf) => says(leaf, literal(node), isKeyword, field));
      if (node.glob.length === 1 && node.glob[0]?.kind === 'any')
        return names === undefined || placesOf(names, world).some(holdsSomething);
      const source = node.glob
        .map((token) => (token.kind === 'literal' ? quoted(token.text) : token.kind === 'any' ? '.*' : '.'))
        .join('');
      const pattern = new RegExp(`^${source}$`, isKeyword ? 'su' : 'sui');
      return leaves.some((leaf) =>
        isKeyword ? pattern.test(String(leaf)) : words(leaf).some((word) => pattern.test(word)),
      );
    }
    case 'regex': {
      const isCompat = world.options.mode === 'compat';
      const isLowerCountry = names?.[0]?.endsWith('_geoip') && !/[A-Z]/.test(node.source);
      const folds = isCompat && (!isKeyword || isLowerCountry);
      const pattern = new RegExp(`^(?:${node.source})$`, folds ? 'sui' : 'su');
      return leaves.some((leaf) => {
        if (isKeyword) return pattern.test(String(leaf));
        return words(leaf).some((word) => pattern.test(word)) || (isCompat && pattern.test(String(leaf)));
      });
    }
    case 'range':
      return names !== undefined && inRange(node, leaves, isKeyword, placesOf(names, world));
    default:
      return node satisfies never;
  }
}

function says(leaf: unknown, text: string, isKeyword: boolean, field: FieldNode | undefined): boolean {
  if (isKeyword) return String(leaf) === text;
  const wanted = wordsOf(text);
  const seen = words(leaf);
  if (wanted.length > 0 && seen.some((_, at) => wanted.every((word, offset) => seen[at + offset] === word)))
    return true;
  if (field === undefined) return false;
  if (typeof leaf === 'number' && isNumber(text)) return leaf === Number(text);
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  const at = momentOf(leaf);
  return at >= day && at < day + 86_400_000;
}

function inRange(
  { min, max }: ValueNode & { readonly kind: 'range' },
  leaves: readonly unknown[],
  isKeyword: boolean,
  found: readonly unknown[],
): boolean {
  const bounds = [min, max].filter((bound) => bound !== undefined);
  if (bounds.length === 0) return found.some(holdsSomething);
  const within = (value: number | string, read: (bound: Bound) => number | string): boolean =>
    (min === undefined || (min.isOpen ? value > read(min) : value >= read(min))) &&
    (max === undefined || (max.isOpen ? value < read(max) : value <= read(max)));
  if (bounds.every(({ text }) => isNumber(text))) {
    return leaves.some((leaf) => isNumber(leaf) && within(Number(leaf), ({ text }) => Number(text)));
  }
  if (bounds.every(({ text }) => /^\d{4}-\d\d-\d\d$/.test(text))) {
    // By whole days: the ends are days.
    const day = (ms: number) => Math.floor(ms / 86_400_000);
    return leaves.some((leaf) => {
      const at = momentOf(leaf);
      return !Number.isNaN(at) && within(day(at), ({ text }) => day(Date.parse(`${text}T00:00:00Z`)));
    });
  }
  if (isKeyword) return leaves.some((leaf) => typeof leaf === 'string' && within(leaf, ({ text }) => text));
  return leaves.some((leaf) => words(leaf).some((word) => within(word, ({ text }) => text.toLowerCase())));
}

function momentOf(leaf: unknown): number {
  return typeof leaf === 'string' && /^\d{4}-\d\d-\d\dT/.test(leaf) ? Date.parse(leaf) : Number.NaN;
}

function isNumber(value: unknown): boolean {
  if (typeof value === 'number') return true;
  return typeof value === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value);
}

function literal(query: Query): string {
  return query.kind === 'term' ? query.glob.map((token) => (token.kind === 'literal' ? token.text : '')).join('') : '';
}

function quoted(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function words(leaf: unknown): readonly string[] {
  return typeof leaf === 'string' ? wordsOf(leaf) : [String(leaf)];
}

const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

function wordsOf(text: string): readonly string[] {
  return [...segmenter.segment(text)].flatMap(({ segment, isWordLike }) => (isWordLike ? [segment.toLowerCase()] : []));
}

function isScalar(value: unknown): boolean {
  return value !== null && typeof value !== 'object';
}

function holdsSomething(value: unknown): boolean {
  if (typeof value !== 'object') return true;
  return value !== null && Object.values(value).some(holdsSomething);
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** What a field reaches; compat mode finds a group name or role in the request and the answer. */
function placesOf(names: readonly string[], { record, options }: NaiveWorld): readonly unknown[] {
  const [first = ''] = names;
  if (first === '@timestamp') return walk(record, ['eventTime']);
  if (options.mode === 'compat' && ['groupName', 'publiclyAccessible'].includes(first))
    return [...walk(record, ['requestParameters', ...names]), ...walk(record, ['responseElements', ...names])];
  return walk(record, names);
}

function walk(value: unknown, names: readonly string[]): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((element) => walk(element, names));
  const [name, ...rest] = names;
  if (name === undefined) return [value];
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return [];
  return walk((value as Record<string, unknown>)[name], rest);
}
