import { viewOf } from '@trailhound/cloudtrail';
import { describe, expect, it } from 'vitest';
import { compileCondition } from '../../../condition/compile-condition.js';
import { loadRuleSet } from '../../../rule-set/load-rule-set.js';
import { conditions } from './conditions.js';

function load(expression: string) {
  return loadRuleSet([
    { path: 'r.yml', text: `RuleID: r\nLogTypes: [AWS.CloudTrail]\nDetection:\n  - ${expression}\n` },
  ]);
}

/** Which of these values at `x` the expression holds for; `missing` stands for a record without it. */
function holding(expression: string, values: readonly unknown[]): unknown[] {
  const { rules, problems } = load(expression);
  expect(problems).toEqual([]);
  const [rule] = rules;
  if (rule === undefined) throw new Error('expected a rule');
  const condition = compileCondition(rule.condition);
  return values.filter((value) => condition(viewOf(value === 'missing' ? {} : { x: value })) === 'match');
}

const anything = ['missing', null, true, 5, 0, '', 'ab', 'AB', 'abc', '5', [], ['ab', 5], {}, { ab: 1 }];
const addresses = ['missing', '10.1.2.3', '203.0.113.9', '8.8.8.8', '::1', '2600::1', 's3.amazonaws.com', 5];
const nets = ['missing', '0.0.0.0/0', '10.0.0.0/8', '10.1.2.3', 'x', 5];

describe('a condition of a Simple Detection', () => {
  it.each<[string, readonly unknown[], readonly unknown[]]>([
    ['Equals, Value: ab', anything, ['ab']],
    ['Equals, Value: 5', anything, [5]],
    ['Equals, Value: true', anything, [true]],
    ['DoesNotEqual, Value: ab', anything, anything.filter((one) => one !== 'ab')],
    ['IEquals, Value: aB', anything, ['ab', 'AB']],
    ['Contains, Value: ab', anything, ['ab', 'abc', ['ab', 5]]],
    ['Contains, Value: 5', anything, [['ab', 5]]],
    ['IContains, Value: AB', anything, ['ab', 'AB', 'abc', ['ab', 5]]],
    ['StartsWith, Value: ab', anything, ['ab', 'abc']],
    ['IEndsWith, Value: B', anything, ['ab', 'AB']],
    ['IsGreaterThan, Value: 0', anything, [5]],
    ['IsLessThanOrEqual, Value: 0', anything, [0]],
    ['IsGreaterThanOrEquals, Value: ab', anything, ['ab', 'abc']],
    ['IsIn, Values: [ab, 5]', anything, [5, 'ab']],
    ['IsNotIn, Values: []', anything, anything],
    ['Exists', anything, anything.slice(1)],
    ['IsNull', anything, ['missing', null]],
    ['IsNullOrEmpty', anything, ['missing', null, '', [], {}]],
    ['IsNotNullOrEmpty', anything, [true, 5, 0, 'ab', 'AB', 'abc', '5', ['ab', 5], { ab: 1 }]],
    ['IsIPAddress', addresses, ['10.1.2.3', '203.0.113.9', '8.8.8.8', '::1', '2600::1']],
    ['IsIPv4Address', addresses, ['10.1.2.3', '203.0.113.9', '8.8.8.8']],
    ['IsIPv6Address', addresses, ['::1', '2600::1']],
    ['IsIPAddressPublic', addresses, ['8.8.8.8', '2600::1']],
    ['IsIPAddressPrivate', addresses, ['10.1.2.3', '::1']],
    ['IsIPAddressInCIDR, Value: 10.0.0.0/8', addresses, ['10.1.2.3']],
    ['IsIPAddressInCIDR, Values: [10.0.0.0/8, "::/0"]', addresses, ['10.1.2.3', '::1', '2600::1']],
    ['IsIPAddressNotInCIDR, Value: 10.0.0.0/8', addresses, addresses.filter((one) => one !== '10.1.2.3')],
    ['CIDRContainsIPAddresses, Values: [10.1.2.3, "::5"]', nets, ['0.0.0.0/0', '10.0.0.0/8', '10.1.2.3']],
    ['CIDRDoesNotContainIPAddresses, Values: [8.8.8.8]', nets, ['missing', '10.0.0.0/8', '10.1.2.3', 'x', 5]],
  ])('%s', (condition, values, expected) => {
    expect(holding(`{Key: x, Condition: ${condition}}`, values)).toEqual(expected);
  });

  it('has an opposite that holds exactly where it does not', () => {
    const opposites = [...conditions].filter(([, { negated }]) => negated === true);
    expect(opposites.length).toBeGreaterThan(10);
    for (const [name, { kind, operand, fold }] of opposites) {
      const positive = [...conditions].find(([, doc]) => doc.kind === kind && !doc.negated && doc.fold === fold)?.[0];
      const value = kind === 'netHolds' ? '10.1.2.3' : kind === 'inNet' ? '10.0.0.0/8' : 'ab';
      const more = operand === 'none' ? '' : `, Value: ${value}`;
      const values = [...anything, ...addresses.slice(1), ...nets.slice(1)];
      const both = [name, positive].map((one) => holding(`{Key: x, Condition: ${one}${more}}`, values));
      expect(both.flat()).toHaveLength(values.length);
    }
  });

  it.each([
    ['{Key: x, Condition: Equal, Value: a}', 'did you mean Equals?'],
    ['{Key: x, Condition: Equals}', undefined],
    ['{Condition: Equals, Value: a}', undefined],
    ['{Key: x, KeyPath: y, Condition: Exists}', undefined],
    ['{KeyPath: "a..b", Condition: Exists}', undefined],
    ['{Key: x, Condition: IsIPAddressInCIDR, Value: 10.0.0.0/99}', undefined],
    ['{Key: x, Condition: StartsWith, Value: 5}', undefined],
    ['{Key: x, Condition: Exists, Vlaue: 5}', 'did you mean Value?'],
    ['{All: 5}', undefined],
    ['5', undefined],
  ])('%s is refused at its place', (expression, fix) => {
    const { rules, problems } = load(expression);
    expect(rules).toEqual([]);
    expect(problems[0]?.place).toMatchObject({ file: 'r.yml', line: 4 });
    if (fix !== undefined) expect(problems[0]?.fix).toBe(fix);
  });

  it('of a list is not offered in InlineFilters', () => {
    const text =
      'RuleID: r\nLogTypes: [AWS.CloudTrail]\nDetection: []\nInlineFilters: [{Key: x, Condition: AnyElement, Expressions: []}]\n';
    expect(loadRuleSet([{ path: 'r.yml', text }]).problems[0]?.message).toContain('not offered in InlineFilters');
  });
});
