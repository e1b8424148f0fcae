import type { FieldPath } from '@trailhound/cloudtrail';
import type { Condition, GlobToken, LeafPath, Scalar } from '../condition/condition.js';
import { childrenOf, pathsOf } from '../condition/walk-condition.js';

/** What a field is given in a record that is made up: a value, or nothing at all. */
export type Given = { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'missing' };

/** A field of the compared conditions, and the values that tell their tests apart. */
export interface FieldDomain {
  readonly path: FieldPath;
  readonly values: readonly Given[];
  /** The values stand for every value there is: whatever a record holds, one of them gives the same outcomes. */
  readonly isComplete: boolean;
}

/** Members of a record that CloudTrail writes as one text, never as a list. */
const singleTexts = new Set([
  'eventName',
  'eventSource',
  'eventType',
  'eventID',
  'eventTime',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'errorCode',
  'errorMessage',
  'recipientAccountId',
  'eventCategory',
  'eventVersion',
]);
/** More different literals than this and lists of them are not tried in full. */
const maxListLiterals = 4;

const missing: Given = { kind: 'missing' };
const given = (value: unknown): Given => ({ kind: 'value', value });

/** The fields a condition reads, with every single test made of them. */
export function fieldTestsByPath(
  conditions: readonly Condition[],
): ReadonlyMap<string, { readonly path: FieldPath; readonly tests: readonly Condition[] }> {
  const found = new Map<string, { path: FieldPath; tests: Condition[] }>();
  const visit = (condition: Condition): void => {
    const children = childrenOf(condition);
    if (children.length > 0) for (const child of children) visit(child);
    else {
      for (const path of pathsOf(condition)) {
        const key = JSON.stringify([path.root, path.segments]);
        const entry = found.get(key) ?? { path, tests: [] };
        entry.tests.push(condition);
        found.set(key, entry);
      }
    }
  };
  conditions.forEach(visit);
  return found;
}

/** The values of a field that tell its tests apart. */
export function domainOf(path: FieldPath, tests: readonly Condition[]): FieldDomain {
  const literals = new Map<string, unknown>();
  const add = (value: unknown) => literals.set(JSON.stringify(value), value);
  let isComplete = true;
  for (const test of tests) {
    if (!isDecidable(test)) isComplete = false;
    for (const value of examplesOf(test)) add(value);
  }
  const single = isSingleText(path);
  const scalars = [...literals.values(), ...(single ? ['something else'] : ['something else', 4242, true, false])];
  const values: Given[] = [missing, given(null), ...scalars.map(given)];
  if (!single) {
    values.push(given({}), given([]));
    const lists =
      literals.size <= maxListLiterals
        ? subsets([...literals.values(), 'something else'])
        : pairs([...literals.values()]);
    values.push(...lists.filter((list) => list.length > 1).map(given));
    isComplete &&= literals.size <= maxListLiterals;
  }
  return { path, values, isComplete };
}

/** Tests whose outcome is decided by finitely many values: the literals, anything else, null, and nothing. */
function isDecidable(test: Condition): boolean {
  switch (test.kind) {
    case 'true':
    case 'false':
    case 'exists':
    case 'isNull':
    case 'type':
      return true;
    case 'eq':
    case 'in':
      return test.fold !== true && test.coerce !== 'num' && isPlain(test.path);
    default:
      return false;
  }
}

function isPlain(path: LeafPath): boolean {
  return (
    path.take === undefined &&
    path.keyCase === 'exact' &&
    !path.flattenDots &&
    path.segments.every((segment) => typeof segment === 'string')
  );
}

function isSingleText({ root, segments }: FieldPath): boolean {
  const [name, ...more] = segments;
  return root === 'record' && more.length === 0 && typeof name === 'string' && singleTexts.has(name);
}

/** Values that satisfy a test, and near ones that do not. */
function examplesOf(test: Condition): readonly unknown[] {
  switch (test.kind) {
    case 'eq':
      return spellings(test.value);
    case 'in':
      return test.values.flatMap(spellings);
    case 'prefix':
      return [test.text, `${test.text}x`, `x${test.text}`];
    case 'suffix':
      return [test.text, `x${test.text}`, `${test.text}x`];
    case 'contains':
      return [test.text, `x${test.text}x`];
    case 'wildcard':
      return [globExample(test.glob, ''), globExample(test.glob, 'x')];
    case 'num':
      return [test.value - 1, test.value, test.value + 1];
    case 'cidr':
      return [...test.nets.map((net) => net.split('/')[0] ?? net), '203.0.113.200'];
    case 'regex':
      return regexExamples(test.source);
    case 'tokens':
      return [test.tokens.join(' '), ...test.tokens];
    case 'ipClass':
      return ['10.0.0.1', '198.51.100.7', '2001:db8::1'];
    default:
      return [];
  }
}

/** A literal and the other JSON types its text comparison would take for it. */
function spellings(value: Scalar): readonly unknown[] {
  if (typeof value === 'boolean' || typeof value === 'number') return [value, String(value)];
  if (value === 'true') return [value, true];
  if (value === 'false') return [value, false];
  return value !== null && /^-?\d{1,15}$/.test(value) ? [value, Number(value)] : [value];
}

function globExample(glob: readonly GlobToken[], filler: string): string {
  return glob.map((token) => (token.kind === 'literal' ? token.text : token.kind === 'one' ? 'x' : filler)).join('');
}

/** Alternatives of plain words inside a pattern, put together in every way: `(Create|Delete)Trail`. */
function regexExamples(source: string): readonly string[] {
  let texts = [''];
  const parts = source.replace(/^\^|\$$/g, '').match(/\((?:\?:)?[^()]*\)\??|\.\*|[^()]+/g) ?? [];
  for (const part of parts) {
    const isOptional = part.endsWith(')?');
    const inner = part.startsWith('(')
      ? part
          .replace(/^\((?:\?:)?/, '')
          .replace(/\)\??$/, '')
          .split('|')
      : [part === '.*' ? '' : part];
    const choices = isOptional ? ['', ...inner] : inner;
    texts = texts.flatMap((text) => choices.map((choice) => text + choice)).slice(0, 64);
  }
  return texts;
}

function subsets(values: readonly unknown[]): readonly (readonly unknown[])[] {
  const sets: (readonly unknown[])[] = [[]];
  for (const value of values) sets.push(...sets.map((set) => [...set, value]));
  return sets;
}

function pairs(values: readonly unknown[]): readonly (readonly unknown[])[] {
  return values.slice(0, 12).flatMap((a, at) => values.slice(at + 1, 12).map((b) => [a, b]));
}
