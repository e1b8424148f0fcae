import { canonicalJson, type Parsed } from '@trailhound/contracts';
import type { Condition, LeafPath } from '../../condition/condition.js';
import { simplifyCondition } from '../../condition/simplify-condition.js';
import { reachesOne, shapeOf } from '../kit/record-shape.js';
import { cannotSay, printed } from '../kit/unsayable.js';
import { cloudwatch } from './cloudwatch.js';
import { type Comparable, comparisonsOf, isComparable } from './print-comparison.js';
import { writeSelector } from './write-selector.js';

/**
 * The condition as a CloudWatch filter pattern, or a problem `E-CANNOT-SAY` that names the part no pattern can say. The
 * pattern matches the same records, given that documented members have their documented types.
 */
export function printCloudWatch(condition: Condition): Parsed<string> {
  return printed('cloudwatch', () => {
    const simple = simplifyCondition(condition);
    const text = `{ ${write(simple, 'top')} }`;
    const read = cloudwatch.lower(text, {});
    return read.ok ? text : cannotSay(condition, read.problems[0]?.message ?? 'it would not be understood');
  });
}

type Around = 'top' | 'and' | 'or';

function write(condition: Condition, around: Around): string {
  switch (condition.kind) {
    case 'and':
      return joined(writeConjunction(condition.of), '&&', around === 'and' ? 'top' : around);
    case 'or':
      return joined(
        condition.of.map((part) => write(part, 'or')),
        '||',
        around,
      );
    case 'not':
      return writeNegated(condition.of, around);
    case 'true':
    case 'false':
      return cannotSay(condition, 'a pattern is about a field');
    case 'exists':
      return writeExists(condition, around);
    case 'isNull': {
      const selector = selectorOf(condition, condition.path);
      if (condition.mode === 'explicit') return `${selector} IS NULL`;
      return joined([`${selector} NOT EXISTS`, `${selector} IS NULL`], '||', around);
    }
    default:
      return isComparable(condition) ? writeComparison(condition, around) : refuseKind(condition);
  }
}

/** Parts of a conjunction; tests that only together are one of the language's own are joined. */
function writeConjunction(parts: readonly Condition[]): readonly string[] {
  const known = new Map(parts.flatMap((part) => entryOf(part, 'nonNull')));
  const single = new Map(parts.flatMap((part) => entryOf(part, 'leaf')));
  const used = new Set<Condition>();
  const texts: string[] = [];
  for (const part of parts) {
    if (!isComparable(part) || part.neg !== true) continue;
    const value = known.get(canonicalJson(part.path));
    if (value === undefined) continue;
    used.add(part).add(value);
    texts.push(...unequalTo(part));
  }
  for (const [key, leaf] of single) {
    const value = known.get(key);
    if (value === undefined) continue;
    used.add(leaf).add(value);
    texts.push(`${selectorOf(leaf, leaf.path)} = *`);
  }
  return [...parts.filter((part) => !used.has(part)).map((part) => write(part, 'and')), ...texts];
}

type Exists = Condition & { readonly kind: 'exists' };

function entryOf(part: Condition, mode: Exists['mode']): readonly (readonly [string, Exists])[] {
  return part.kind === 'exists' && part.mode === mode ? [[canonicalJson(part.path), part]] : [];
}

function writeExists(condition: Exists, around: Around): string {
  const selector = selectorOf(condition, condition.path);
  switch (condition.mode) {
    case 'present':
      return `${selector} EXISTS`;
    case 'leaf':
      return joined([`${selector} = *`, `${selector} IS NULL`], '||', around);
    case 'nonNull':
      if (!isDocumentedValue(condition.path)) cannotSay(condition, 'the field may be a list or an object');
      return `${selector} = *`;
    case 'nonEmpty':
    case 'anyLeaf':
      return cannotSay(condition, 'there is no test for it');
    default:
      return condition.mode satisfies never;
  }
}

function writeComparison(condition: Comparable, around: Around): string {
  if (condition.neg === true) {
    // Null fails the test too, and != does not count it.
    const selector = selectorOf(condition, condition.path);
    return joined([joined(unequalTo(condition), '&&', 'or'), `${selector} IS NULL`], '||', around);
  }
  const selector = selectorOf(condition, condition.path);
  const tests = comparisonsOf(condition).map(({ positive }) => positive(selector));
  return joined(tests, '||', around);
}

/** Tests that all hold where the field has a value other than null that fails the condition. */
function unequalTo(condition: Comparable): readonly string[] {
  const selector = selectorOf(condition, condition.path);
  return comparisonsOf(condition).map(({ negative }) => {
    return negative?.(selector) ?? cannotSay(condition, 'its opposite would hold for lists and objects too');
  });
}

/** A negated test holds where the field is missing too, and is written so. */
function writeNegated(condition: Condition, around: Around): string {
  if (condition.kind === 'exists' && condition.mode === 'present') {
    return `${selectorOf(condition, condition.path)} NOT EXISTS`;
  }
  if (condition.kind === 'isNull' && condition.mode === 'explicit' && isDocumentedValue(condition.path)) {
    const selector = selectorOf(condition, condition.path);
    return joined([`${selector} NOT EXISTS`, `${selector} = *`], '||', around);
  }
  if (!isComparable(condition) || condition.neg === true) {
    return cannotSay({ kind: 'not', of: condition }, 'only single comparisons can be negated');
  }
  const selector = selectorOf(condition, condition.path);
  if (!isDocumentedValue(condition.path)) {
    return cannotSay({ kind: 'not', of: condition }, 'the field may be a list or an object, which has no opposite');
  }
  const differs = joined(unequalTo(condition), '&&', 'or');
  return joined([`${selector} NOT EXISTS`, `${selector} IS NULL`, differs], '||', around);
}

function isDocumentedValue(path: LeafPath): boolean {
  const shape = shapeOf(path);
  return shape === 'text' || shape === 'single';
}

function selectorOf(condition: Condition, path: LeafPath): string {
  const selector = writeSelector(path) ?? cannotSay(condition, 'patterns have no way to name this field');
  return reachesOne(path)
    ? selector
    : cannotSay(condition, 'the field may be a list, which patterns look into by index only');
}

function joined(texts: readonly string[], mark: '&&' | '||', around: Around): string {
  const text = texts.join(` ${mark} `);
  const isInside = around !== 'top' && (mark === '&&') === (around === 'or');
  return texts.length > 1 && isInside ? `(${text})` : text;
}

function refuseKind(condition: Condition): never {
  return cannotSay(condition, 'patterns have no such test');
}
