import { describe, expect, it } from 'vitest';
import { Cursor } from './cursor.js';
import { bindMany, bindOne, readPlaceholder } from './placeholder.js';
import { ProblemList } from './problem-list.js';

const values = { regions: ['a', 'b'], home: 'a', limit: 0, none: [] };
const found = (name: string) => ({ name, span: { start: 0, end: name.length + 4 } });

describe('a placeholder', () => {
  it.each<[string, string | undefined]>([
    ['{{name}}', 'name'],
    ['{{ name }}', 'name'],
    ['{{a-b_1}}', 'a-b_1'],
    ['{{}}', undefined],
    ['{{1a}}', undefined],
    ['{{a.b}}', undefined],
    ['{name}', undefined],
    ['{{name}', undefined],
    ['{{na\nme}}', undefined],
  ])('%j names %j', (source, name) => {
    const cursor = new Cursor(source);
    expect(readPlaceholder(cursor)?.name).toBe(name);
    expect(cursor.at).toBe(name === undefined ? 0 : source.length);
  });

  it('stands for a list, or for one value as a list of one', () => {
    const problems = new ProblemList();
    expect(bindMany(found('regions'), values, problems)).toEqual(['a', 'b']);
    expect(bindMany(found('home'), values, problems)).toEqual(['a']);
    expect(bindMany(found('none'), values, problems)).toEqual([]);
    expect(bindOne(found('limit'), values, problems)).toBe(0);
    expect(problems.isEmpty).toBe(true);
  });

  it.each(['regions', 'none'])('that is a list stands for no one value: %s', (name) => {
    const problems = new ProblemList();
    expect(bindOne(found(name), values, problems)).toBeUndefined();
    expect(problems.all).toMatchObject([{ code: 'E-VALUE-LIST', fix: `write: in {{${name}}}` }]);
  });

  it.each([
    ['region', 'write {{regions}}'],
    ['toString', 'add "toString" to the rule\'s values'],
  ])('of an unknown name is a problem with a way out: %s', (name, fix) => {
    const problems = new ProblemList();
    expect(bindMany(found(name), values, problems)).toBeUndefined();
    expect(problems.all).toMatchObject([{ code: 'E-VALUE-UNKNOWN', fix }]);
  });
});

describe('a list of problems', () => {
  it('is in the order of the text and ends at twenty, or when it is closed', () => {
    const problems = new ProblemList();
    for (let at = 30; at > 0; at--) problems.add('E', String(at), { start: at, end: at });
    expect(problems.all).toHaveLength(20);
    expect(problems.all[0]?.message).toBe('11');
    const closed = new ProblemList();
    closed.close();
    closed.add('E', 'late', { start: 0, end: 0 });
    expect(closed.isEmpty).toBe(true);
  });
});
