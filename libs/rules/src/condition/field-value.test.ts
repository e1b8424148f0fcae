import { recordPath, viewOf } from '@trailhound/cloudtrail';
import { describe, expect, it } from 'vitest';
import { threatstackAliases } from '../languages/threatstack/aliases.js';
import { fieldText, fieldValues } from './field-value.js';

const x = { paths: [recordPath('x')] };

describe('the text of a field', () => {
  it.each<[unknown, string | null]>([
    [{ x: 'a' }, 'a'],
    [{ x: 5 }, '5'],
    [{ x: false }, 'false'],
    [{ x: '' }, ''],
    [{ x: null }, null],
    [{}, null],
    [{ x: [] }, null],
    [{ x: [null, 'a'] }, 'a'],
    [{ x: ['b', 'a'] }, '["b","a"]'],
    [{ x: { b: 1, a: 2 } }, '{"a":2,"b":1}'],
  ])('of %j is %j', (record, expected) => {
    expect(fieldText(x, viewOf(record))).toBe(expected);
  });

  it('comes from the first path that reaches a value, then from the constant', () => {
    const field = { paths: [recordPath('x'), recordPath('y')], constant: 'c' };
    expect(fieldText(field, viewOf({ x: null, y: 1 }))).toBe('1');
    expect(fieldText(field, viewOf({}))).toBe('c');
    expect(fieldValues(field, viewOf({ x: ['a', null, 'b'] }))).toEqual(['a', 'b']);
  });

  it('of an alias is what the filter language means by it', () => {
    const user = threatstackAliases.get('user');
    if (user === undefined) throw new Error('user is an alias');
    expect(fieldText(user, viewOf({ userIdentity: { arn: 'arn:aws:sts::1:assumed-role/Deploy/ci-42' } }))).toBe(
      'ci-42',
    );
    expect(fieldText(user, viewOf({ userIdentity: { invokedBy: 's3' } }))).toBeNull();
  });
});
