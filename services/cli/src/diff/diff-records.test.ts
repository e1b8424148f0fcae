import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffRecords, formatSide } from './diff-records.js';

const shown = (left: unknown, right: unknown) =>
  diffRecords(left, right).map(({ path, left: a, right: b }) => [path, formatSide(a), formatSide(b)]);

describe('comparing two records', () => {
  it.each([
    ['a member only one of them has', { a: 1 }, {}, [['a', '1', '<missing>']]],
    ['a member that is null in one of them', { a: null }, {}, [['a', 'null', '<missing>']]],
    [
      'an object that is not there at all, leaf by leaf',
      { s: { enabled: true } },
      {},
      [['s.enabled', 'true', '<missing>']],
    ],
    ['an empty object that is not there', { s: {} }, {}, [['s', '{}', '<missing>']]],
    ['a string in place of a boolean', { e: 'false' }, { e: false }, [['e', '"false"', 'false']]],
    [
      'an element of an array',
      { t: [1, 2] },
      { t: [1, 3, 4] },
      [
        ['t[1]', '2', '3'],
        ['t[2]', '<missing>', '4'],
      ],
    ],
    ['an object in place of an array', { t: [1] }, { t: { 0: 1 } }, [['t', '[1]', '{"0":1}']]],
    [
      'a member whose name needs quoting',
      { 'x-amz-acl': 1, 'a.b': 1 },
      { 'x-amz-acl': 2, 'a.b': 2 },
      [
        ['x-amz-acl', '1', '2'],
        ['["a.b"]', '1', '2'],
      ],
    ],
    ['a member named like a prototype', JSON.parse('{"__proto__":1}'), {}, [['__proto__', '1', '<missing>']]],
  ])('names %s', (_, left, right, differences) => {
    expect(shown(left, right)).toEqual(differences);
  });

  it('finds nothing between a value and itself', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(diffRecords(value, value)).toEqual([]);
      }),
    );
  });

  it('finds something between any two values whose JSON differs', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
        fc.pre(JSON.stringify(left) !== JSON.stringify(right));
        const sameMembers = JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
        expect(diffRecords(left, right).length > 0).toBe(!sameMembers);
      }),
    );
  });
});

/** The value with its objects as sorted lists of members, told apart from arrays. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return { members: members.map(([name, member]) => [name, sorted(member)]) };
}
