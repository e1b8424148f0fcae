/** What a condition needs besides its key. */
export type Operand = 'none' | 'value' | 'values';

/** A condition of Simple Detections by its name in rule files. */
export interface ConditionDoc {
  readonly kind:
    | 'equals'
    | 'contains'
    | 'startsWith'
    | 'endsWith'
    | '<'
    | '<='
    | '>'
    | '>='
    | 'in'
    | 'exists'
    | 'isNull'
    | 'isNullOrEmpty'
    | 'address'
    | 'inNet'
    | 'netHolds';
  readonly operand: Operand;
  readonly negated?: true;
  readonly fold?: true;
  readonly class?: 'any' | 'v4' | 'v6' | 'public' | 'private';
}

const texts = [
  ['equals', 'Equals', 'Equal'],
  ['contains', 'Contains', 'Contain'],
  ['startsWith', 'StartsWith', 'StartWith'],
  ['endsWith', 'EndsWith', 'EndWith'],
] as const;

/** Every condition of one field; the names in any case (`I…`) and their opposites in the orders people write them. */
export const conditions: ReadonlyMap<string, ConditionDoc> = new Map<string, ConditionDoc>([
  ...texts.flatMap(([kind, does, doesNot]): [string, ConditionDoc][] => [
    [does, { kind, operand: 'value' }],
    [`I${does}`, { kind, operand: 'value', fold: true }],
    [`DoesNot${doesNot}`, { kind, operand: 'value', negated: true }],
    [`IDoesNot${doesNot}`, { kind, operand: 'value', negated: true, fold: true }],
    [`DoesNotI${doesNot}`, { kind, operand: 'value', negated: true, fold: true }],
  ]),
  ['IsGreaterThan', { kind: '>', operand: 'value' }],
  ['IsGreaterThanOrEqual', { kind: '>=', operand: 'value' }],
  ['IsGreaterThanOrEquals', { kind: '>=', operand: 'value' }],
  ['IsLessThan', { kind: '<', operand: 'value' }],
  ['IsLessThanOrEqual', { kind: '<=', operand: 'value' }],
  ['IsLessThanOrEquals', { kind: '<=', operand: 'value' }],
  ['IsIn', { kind: 'in', operand: 'values' }],
  ['IsNotIn', { kind: 'in', operand: 'values', negated: true }],
  ['Exists', { kind: 'exists', operand: 'none' }],
  ['DoesNotExist', { kind: 'exists', operand: 'none', negated: true }],
  ['IsNull', { kind: 'isNull', operand: 'none' }],
  ['IsNotNull', { kind: 'isNull', operand: 'none', negated: true }],
  ['IsNullOrEmpty', { kind: 'isNullOrEmpty', operand: 'none' }],
  ['IsNotNullOrEmpty', { kind: 'isNullOrEmpty', operand: 'none', negated: true }],
  ['IsIPAddress', { kind: 'address', operand: 'none', class: 'any' }],
  ['IsIPv4Address', { kind: 'address', operand: 'none', class: 'v4' }],
  ['IsIPv6Address', { kind: 'address', operand: 'none', class: 'v6' }],
  ['IsIPAddressPublic', { kind: 'address', operand: 'none', class: 'public' }],
  ['IsIPAddressPrivate', { kind: 'address', operand: 'none', class: 'private' }],
  ['IsIPAddressInCIDR', { kind: 'inNet', operand: 'values' }],
  ['IsIPAddressNotInCIDR', { kind: 'inNet', operand: 'values', negated: true }],
  ['CIDRContainsIPAddresses', { kind: 'netHolds', operand: 'values' }],
  ['CIDRDoesNotContainIPAddresses', { kind: 'netHolds', operand: 'values', negated: true }],
]);

export const listConditions: ReadonlyMap<string, 'any' | 'all' | 'one' | 'none'> = new Map([
  ['AnyElement', 'any'],
  ['AllElements', 'all'],
  ['OnlyOneElement', 'one'],
  ['NoElement', 'none'],
  ['NoElements', 'none'],
]);
