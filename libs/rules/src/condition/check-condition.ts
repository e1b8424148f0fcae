import { type FieldPath, formatPath, maxPathSegments } from '@trailhound/cloudtrail';
import { parseAddress, parseNet } from './address.js';
import type { Condition, Span, TextTest, TokenTest } from './condition.js';
import { compileRegex } from './regex.js';
import { pathsOf, walkCondition } from './walk-condition.js';

/** Most conditions inside one rule's condition. */
export const maxConditionNodes = 20_000;
/** Deepest nesting of conditions. */
export const maxConditionDepth = 500;

/** Why a condition cannot run. Codes: E-REGEX, E-CIDR, E-PATH, E-LIMIT. */
export interface ConditionProblem {
  readonly code: string;
  readonly message: string;
  readonly fix?: string;
  readonly span?: Span;
}

/**
 * What keeps a condition from being compiled: patterns that are no RE2 or too large, networks that are none, paths no
 * record can have, more than the limits above. Empty means `compileCondition` takes it.
 */
export function checkCondition(condition: Condition): readonly ConditionProblem[] {
  const problems: ConditionProblem[] = [];
  let count = 0;
  for (const { condition: node, depth } of walkCondition(condition)) {
    count += 1;
    if (count > maxConditionNodes) return [tooMuch(`more than ${maxConditionNodes} tests`)];
    if (depth > maxConditionDepth) return [tooMuch(`conditions nested more than ${maxConditionDepth} deep`)];
    for (const found of checkNode(node)) {
      problems.push(node.span === undefined ? found : { ...found, span: node.span });
    }
  }
  return problems;
}

/** Why no record can have this path; undefined when one can. Shared by conditions and by fields named elsewhere. */
export function checkPath(path: FieldPath): Omit<ConditionProblem, 'span'> | undefined {
  if (path.segments.length > maxPathSegments) {
    const message = `the path has ${path.segments.length} parts; records nest at most ${maxPathSegments} deep`;
    return { code: 'E-PATH', message };
  }
  for (const segment of path.segments) {
    if (segment === '') return { code: 'E-PATH', message: `${formatPath(path)} has an empty part` };
    if (typeof segment === 'string' && neverMembers.has(segment)) {
      return { code: 'E-PATH', message: `${segment} is no field of a CloudTrail record` };
    }
  }
  return undefined;
}

const neverMembers: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

function checkNode(node: Condition): readonly Omit<ConditionProblem, 'span'>[] {
  const paths = pathsOf(node)
    .map(checkPath)
    .filter((problem) => problem !== undefined);
  return [...paths, ...checkPattern(node), ...checkNets(node)];
}

function checkPattern(node: Condition): readonly Omit<ConditionProblem, 'span'>[] {
  const pattern = patternOf(node);
  if (pattern.kind !== 'regex') return [];
  const result = compileRegex(pattern.source, pattern.flags);
  if (result.ok) return [];
  return [{ code: 'E-REGEX', message: result.message, ...(result.fix !== undefined && { fix: result.fix }) }];
}

function patternOf(node: Condition): Condition | TextTest | TokenTest {
  if (node.kind !== 'tokenTest' && node.kind !== 'jsonText' && node.kind !== 'anyText') return node;
  return node.test.kind === 'tokenTest' ? node.test.test : node.test;
}

function checkNets(node: Condition): readonly Omit<ConditionProblem, 'span'>[] {
  if (node.kind === 'netContains') {
    return node.addresses
      .filter((address) => parseAddress(address) === undefined)
      .map((address) => ({ code: 'E-CIDR', message: `${JSON.stringify(address.slice(0, 60))} is no IP address` }));
  }
  if (node.kind !== 'cidr') return [];
  return node.nets
    .filter((net) => parseNet(net) === undefined)
    .map((net) => ({
      code: 'E-CIDR',
      message: `${JSON.stringify(net.slice(0, 60))} is no network`,
      fix: 'write it as 10.0.0.0/8 or 2001:db8::/32',
    }));
}

function tooMuch(what: string): ConditionProblem {
  return { code: 'E-LIMIT', message: `the condition has ${what}`, fix: 'split the rule or list values with "in"' };
}
