import type { RecordView } from '@trailhound/cloudtrail';
import { compareFields } from './compare-fields.js';
import type { Condition, JsonType, Outcome } from './condition.js';
import { elementReader } from './element-reader.js';
import { ElementView } from './element-view.js';
import { pathReader, type ReadValues, type RecordReading } from './field-value.js';
import { jsonTextTest, recordHasText, someText } from './json-text.js';
import { compileLeafTest, compileTextTest } from './leaf-test.js';
import { isLeaf, jsonTypeOf } from './leaf-text.js';

/**
 * A condition made ready to run. Never throws. Outcomes combine so that an error hides nothing that is certain:
 *
 * | | |
 * |---|---|
 * | `and` | no-match if some part is no-match, else error if some part is, else match |
 * | `or` | match if some part is match, else error if some part is, else no-match |
 * | `not` | error stays error |
 *
 * `and` and `or` stop at the first part that decides; as the table is symmetric, their order shows in the time taken only.
 */
export type CompiledCondition = (record: RecordView) => Outcome;

/** Compiles the parts of a condition; lets the rule set share the outcome of equal parts. */
export type PartCompiler = (part: Condition) => CompiledCondition;

/**
 * The one evaluator: turns a condition into closures. `part` compiles the children of and, or and not, `reading` reads
 * the paths of the record; the parts of an `elem` run on elements, not on the record, and never pass through either.
 * Throws TypeError for a condition that `checkCondition` refuses.
 */
export function compileCondition(
  condition: Condition,
  part: PartCompiler = (child) => compileCondition(child),
  reading: RecordReading = parsedReading,
): CompiledCondition {
  switch (condition.kind) {
    case 'true':
      return () => 'match';
    case 'false':
      return () => 'no-match';
    case 'and':
      return combine(
        condition.of.map((child) => part(child)),
        'no-match',
        'match',
      );
    case 'or':
      return combine(
        condition.of.map((child) => part(child)),
        'match',
        'no-match',
      );
    case 'not':
      return negated(part(condition.of));
    case 'exists':
      return holds(existsTest(reading.values(condition.path), condition.mode));
    case 'isNull': {
      const read = reading.values(condition.path);
      const isNull = (value: unknown) => value === null;
      if (condition.mode === 'explicit') return holds((record) => read(record).some(isNull));
      return holds((record) => read(record).every(isNull));
    }
    case 'type': {
      const read = reading.values(condition.path);
      const types = new Set<JsonType | undefined>(condition.types);
      return holds((record) => read(record).some((value) => types.has(jsonTypeOf(value))));
    }
    case 'cmpField':
      return holds(compareFields(condition, reading));
    case 'elem':
      return compileElements(condition, reading);
    case 'text':
      return holds(recordHasText(condition.terms, condition.fold));
    case 'anyText': {
      const test = compileTextTest(condition.test);
      return holds((record) => someText(record, test));
    }
    case 'jsonText': {
      const test = jsonTextTest(condition.test);
      const read = reading.values(condition.path);
      return holds((record) => read(record).some(test));
    }
    case 'ext':
      return compileOpaque(condition, part);
    default: {
      const test = compileLeafTest(condition);
      return holds(anyLeaf(reading.values(condition.path), test, condition.neg === true));
    }
  }
}

const parsedReading: RecordReading = { values: pathReader, elements: elementReader };

function holds(test: (record: RecordView) => boolean): CompiledCondition {
  return (record) => (test(record) ? 'match' : 'no-match');
}

function anyLeaf(read: ReadValues, test: (value: unknown) => boolean, neg: boolean) {
  if (neg) return (record: RecordView) => read(record).some((value) => isLeaf(value) && !test(value));
  return (record: RecordView) => {
    for (const value of read(record)) if (test(value)) return true;
    return false;
  };
}

function existsTest(read: ReadValues, mode: (Condition & { readonly kind: 'exists' })['mode']) {
  const counts: (value: unknown) => boolean = {
    present: () => true,
    nonNull: (value: unknown) => value !== null,
    leaf: isLeaf,
    nonEmpty,
    anyLeaf: holdsLeaf,
  }[mode];
  return (record: RecordView) => read(record).some(counts);
}

function nonEmpty(value: unknown): boolean {
  if (value === null || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

/** Whether the value is a leaf other than null, or holds one. */
function holdsLeaf(value: unknown): boolean {
  const pending: unknown[] = [value];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next === null) continue;
    if (typeof next !== 'object') return true;
    pending.push(...Object.values(next));
  }
  return false;
}

/** The parts in turn until one is `decisive`; `otherwise` when none is and none is in error. */
function combine(parts: readonly CompiledCondition[], decisive: Outcome, otherwise: Outcome): CompiledCondition {
  return (record) => {
    let outcome = otherwise;
    for (const part of parts) {
      const partOutcome = part(record);
      if (partOutcome === decisive) return decisive;
      if (partOutcome === 'error') outcome = 'error';
    }
    return outcome;
  };
}

function negated(part: CompiledCondition): CompiledCondition {
  return (record) => {
    const outcome = part(record);
    if (outcome === 'error') return 'error';
    return outcome === 'match' ? 'no-match' : 'match';
  };
}

function compileElements(condition: Condition & { readonly kind: 'elem' }, reading: RecordReading): CompiledCondition {
  const { path, quantifier } = condition;
  const readElements = reading.elements(path);
  const each = compileCondition(condition.of);
  return (record) => {
    const counts = { match: 0, 'no-match': 0, error: 0 };
    for (const element of readElements(record)) counts[each(new ElementView(element, record))]++;
    switch (quantifier) {
      case 'any':
        return counts.match > 0 ? 'match' : counts.error > 0 ? 'error' : 'no-match';
      case 'all':
        return counts['no-match'] > 0 ? 'no-match' : counts.error > 0 ? 'error' : 'match';
      case 'none':
        return counts.match > 0 ? 'no-match' : counts.error > 0 ? 'error' : 'match';
      case 'one':
        if (counts.match > 1) return 'no-match';
        return counts.error > 0 ? 'error' : counts.match === 1 ? 'match' : 'no-match';
      default:
        return quantifier satisfies never;
    }
  };
}

function compileOpaque(condition: Condition & { readonly kind: 'ext' }, part: PartCompiler): CompiledCondition {
  const guard = condition.guard === undefined ? undefined : part(condition.guard);
  return (record) => {
    if (guard?.(record) === 'no-match') return 'no-match';
    try {
      return condition.run(record);
    } catch {
      return 'error';
    }
  };
}
