import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePath, every, type FieldPath, parseJson, recordPath, type Segment } from './index.js';

function path(segments: readonly Segment[], options: Partial<FieldPath> = {}): FieldPath {
  return { ...recordPath(...segments), ...options };
}

const explicit = { arrays: 'explicit' } as const;
const fold = { keyCase: 'fold' } as const;
const flattenDots = { flattenDots: true } as const;

describe('a path', () => {
  it.each<[string, FieldPath, string, unknown[]]>([
    ['reaches a nested member', path(['a', 'b']), '{"a":{"b":1}}', [1]],
    ['reaches null, which is not missing', path(['a']), '{"a":null}', [null]],
    ['reaches nothing past null', path(['a', 'b']), '{"a":null}', []],
    ['reaches nothing where the member is missing', path(['a', 'b']), '{"a":{}}', []],
    ['does not enter text', path(['a', 'length']), '{"a":"text"}', []],
    ['walks through arrays it meets', path(['a', 'b']), '{"a":[{"b":1},{"c":2},{"b":3}]}', [1, 3]],
    ['walks through arrays in arrays', path(['a', 'b']), '{"a":[[{"b":1}],[[{"b":2}]]]}', [1, 2]],
    ['spreads the array it ends on', path(['a']), '{"a":[1,[2,3],null]}', [1, 2, 3, null]],
    ['reaches nothing in an empty array', path(['a']), '{"a":[]}', []],
    ['takes an element by index', path(['a', 1, 'b']), '{"a":[{"b":1},{"b":2}]}', [2]],
    ['reaches nothing past the end', path(['a', 2]), '{"a":[1,2]}', []],
    ['takes no element before the first', path(['a', -1]), '{"a":[1,2]}', []],
    ['does not index an object', path(['a', 0]), '{"a":{"0":1}}', []],
    ['takes every element', path(['a', every, 'b']), '{"a":[{"b":1},{"b":2}]}', [1, 2]],
    ['does not enter arrays unasked when explicit', path(['a', 'b'], explicit), '{"a":[{"b":1}]}', []],
    ['keeps the array it ends on when explicit', path(['a'], explicit), '{"a":[1,2]}', [[1, 2]]],
    ['enters arrays by index when explicit', path(['a', 0, 'b'], explicit), '{"a":[{"b":[1]}]}', [[1]]],
    ['takes every element when explicit', path(['a', every, every], explicit), '{"a":[[1,2],[3],4]}', [1, 2, 3]],
    ['keeps case by default', path(['tag']), '{"Tag":1}', []],
    ['folds case on request', path(['eventname'], fold), '{"eventName":"x"}', ['x']],
    ['prefers the exact name when it folds', path(['tag'], fold), '{"Tag":1,"TAG":2,"tag":3}', [3]],
    ['takes the first that differs in case only', path(['tAG'], fold), '{"Tag":1,"tag":2}', [1]],
    ['keeps dotted names apart by default', path(['a', 'b']), '{"a.b":1}', []],
    ['lets a dotted name stand for nested ones', path(['a', 'b'], flattenDots), '{"a.b":1}', [1]],
    [
      'finds nested and dotted names',
      path(['a', 'b', 'c'], flattenDots),
      '{"a":{"b":{"c":1},"b.c":2},"a.b":{"c":3}}',
      [1, 2, 3],
    ],
    ['splits dotted segments', path(['a.b'], flattenDots), '{"a":{"b":1}}', [1]],
    ['reads __proto__ as the data it is', path(['__proto__', 'x']), '{"__proto__":{"x":1}}', [1]],
    ['reads the root itself', path([]), '{"a":1}', [{ a: 1 }]],
  ])('%s', (_name, fieldPath, json, expected) => {
    expect(compilePath(fieldPath)(parseJson(json))).toEqual(expected);
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'CONSTRUCTOR'])('does not inherit %s', (name) => {
    for (const options of [{}, explicit, fold, flattenDots]) {
      expect(compilePath(path([name, 'name'], options))({ a: [] })).toEqual([]);
      expect(compilePath(path(['a', name], options))({ a: [] })).toEqual([]);
    }
  });

  it('stops in arrays nested without end instead of exhausting the stack', () => {
    const json = `{"a":${'['.repeat(100_000)}1${']'.repeat(100_000)}}`;
    expect(compilePath(path(['a']))(JSON.parse(json))).toEqual([]);
  });

  it('never throws and agrees with a plain reading of its definition', () => {
    const name = fc.constantFrom('a', 'b', 'A', 'a.b');
    const segment = fc.oneof(
      { weight: 5, arbitrary: name as fc.Arbitrary<Segment> },
      fc.constantFrom<Segment>(0, 1, every),
    );
    const fieldPath = fc.record({
      root: fc.constant('record' as const),
      segments: fc.array(segment, { maxLength: 4 }),
      arrays: fc.constantFrom('implicit' as const, 'explicit' as const),
      keyCase: fc.constantFrom('exact' as const, 'fold' as const),
      flattenDots: fc.constant(false),
    });
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom(null, 1, 'x'),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(name, tie('tree'), { maxKeys: 3 }),
      ),
    }));
    fc.assert(
      fc.property(fieldPath, tree, (anyPath, value) => {
        expect(compilePath(anyPath)(value)).toEqual(plainly(anyPath, value, anyPath.segments));
      }),
      { numRuns: 2000 },
    );
  });
});

/** The definition read aloud, without any care for speed. */
function plainly(fieldPath: FieldPath, value: unknown, segments: readonly Segment[]): unknown[] {
  const [segment, ...following] = segments;
  if (
    Array.isArray(value) &&
    fieldPath.arrays === 'implicit' &&
    (segment === undefined || typeof segment === 'string')
  ) {
    return value.flatMap((element) => plainly(fieldPath, element, segments));
  }
  if (segment === undefined) return [value];
  if (Array.isArray(value)) {
    if (typeof segment === 'string') return [];
    const elements = typeof segment === 'number' ? value.slice(segment, segment + 1) : value;
    return elements.flatMap((element) => plainly(fieldPath, element, following));
  }
  if (typeof value !== 'object' || value === null || typeof segment !== 'string') return [];
  const names = Object.keys(value);
  const folded = names.find((name) => fieldPath.keyCase === 'fold' && name.toLowerCase() === segment.toLowerCase());
  const name = names.includes(segment) ? segment : folded;
  return name === undefined ? [] : plainly(fieldPath, (value as Record<string, unknown>)[name], following);
}
