import { formatPath } from '@trailhound/cloudtrail';
import type { Condition } from '../condition/condition.js';
import { simplifyCondition } from '../condition/simplify-condition.js';
import type { Rule } from '../rule.js';
import type { IndexKey } from './index-keys.js';
import { partsOf } from './known-name.js';
import { nameBoundOf } from './name-bound.js';
import { discriminatorOf } from './project-condition.js';
import { rarestKeys } from './rarest-keys.js';
import { shareOfKeys } from './shares.js';
import { boundOf, isNever } from './value-bound.js';

/** What the compiled rule set finds a rule by: it is tried on records that have it, and on no others. */
export interface RulePlan {
  /**
   * One of `values`, or of `foldedValues` in any case, as
   * - `eventName`: the event name;
   * - `eventSource`: the event source;
   * - `value`: a value of `field`;
   * - `text`: what a text of `field` contains;
   * - `network`: where an address of `field` lies;
   * - `alternatives`: these in words, as they are of several kinds or fields.
   *
   * `eventNameTest`: an event name that passes a test. `presence`: any value of `field`. `scan`: nothing; the rule is
   * tried on every record. `never`: the condition contradicts itself. `disabled`: the rule is switched off.
   */
  readonly bucket:
    | 'eventName'
    | 'eventNameTest'
    | 'eventSource'
    | 'value'
    | 'text'
    | 'network'
    | 'presence'
    | 'alternatives'
    | 'scan'
    | 'never'
    | 'disabled';
  readonly field?: string;
  readonly values: readonly string[];
  readonly foldedValues: readonly string[];
  /** Why, in one sentence. */
  readonly reason: string;
}

/** Says what a rule is found by, and why; `scan` rules are what makes a rule set slow. */
export function explainPlan(rule: Pick<Rule, 'condition' | 'enabled'>): RulePlan {
  if (!rule.enabled) return plan('disabled', 'the rule is not enabled');
  return planCondition(rule.condition);
}

/** The plan of a condition as such. In a rule set with many values of a field this may be preferred to another key. */
export function planCondition(condition: Condition): RulePlan {
  const known = plans.get(condition);
  if (known !== undefined) return known;
  const made = makePlan(condition);
  plans.set(condition, made);
  return made;
}

// Conditions never change, and each is looked at by lints and by what describes it.
const plans = new WeakMap<Condition, RulePlan>();

const contradiction = 'the condition contradicts itself: no event name and source can satisfy it';

function makePlan(condition: Condition): RulePlan {
  const isContradiction = [boundOf(condition, 'eventName'), boundOf(condition, 'eventSource')].some(isNever);
  if (isContradiction) return plan('never', contradiction);
  const simple = simplifyCondition(condition);
  const names = nameBoundOf(simple, shareOfKeys);
  if (names?.kind === 'listed') {
    return plan('eventName', 'the condition requires one of these event names', names.exact, names.folded);
  }
  if (names !== undefined) {
    return plan('eventNameTest', 'the condition requires an event name that passes its test, and nothing rarer');
  }
  const found = rarestKeys(
    partsOf(simple).map((part) => ({ condition: part })),
    shareOfKeys,
  );
  if (found === undefined) {
    return plan('scan', 'the condition requires nothing that records are found by: it is tried on every record');
  }
  return planOfKeys(found.keys.keys);
}

function planOfKeys(keys: readonly IndexKey[]): RulePlan {
  const [first] = keys;
  if (first === undefined) return plan('never', 'the condition contradicts itself: no record can satisfy it');
  const field = fieldOf(first);
  if (keys.some((key) => key.kind !== first.kind || fieldOf(key) !== field)) {
    return plan('alternatives', 'each alternative of the condition requires one of these', keys.map(words));
  }
  const [exact, folded] = [false, true].map((fold) => keys.filter((key) => isFolded(key) === fold).map(soughtBy));
  switch (first.kind) {
    case 'value':
      if (isSource(first)) {
        const reason = 'the condition requires one of these event sources and no certain event name';
        return plan('eventSource', reason, exact, folded);
      }
      return { ...plan('value', `the condition requires ${field} to be one of these`, exact, folded), field };
    case 'literal':
      return { ...plan('text', `the condition requires ${field} to contain one of these`, exact, folded), field };
    case 'net':
      return { ...plan('network', `the condition requires ${field} to lie in one of these networks`, exact), field };
    case 'present':
      return { ...plan('presence', `the condition requires a value of ${field}`), field };
    default:
      return first satisfies never;
  }
}

function isSource(key: IndexKey & { readonly kind: 'value' }): boolean {
  const { path } = key.of;
  return discriminatorOf(path) === 'eventSource' && path.segments.at(-1) === 'eventSource';
}

function isFolded(key: IndexKey): boolean {
  return key.kind === 'value' ? key.of.fold : key.kind === 'literal' && key.fold;
}

function fieldOf(key: IndexKey): string {
  return formatPath(key.kind === 'value' ? key.of.path : key.path);
}

function soughtBy(key: IndexKey): string {
  switch (key.kind) {
    case 'value':
      return String(key.literal);
    case 'literal':
      return key.text;
    case 'net':
      return key.net;
    case 'present':
      return '';
    default:
      return key satisfies never;
  }
}

function words(key: IndexKey): string {
  const field = fieldOf(key);
  switch (key.kind) {
    case 'value':
      return `${field} is ${soughtBy(key)}`;
    case 'literal':
      return `${field} contains ${key.text}`;
    case 'net':
      return `${field} lies in ${key.net}`;
    case 'present':
      return `${field} is there`;
    default:
      return key satisfies never;
  }
}

function plan(
  bucket: RulePlan['bucket'],
  reason: string,
  values: readonly string[] = [],
  foldedValues: readonly string[] = [],
): RulePlan {
  const sorted = (texts: readonly string[]) => [...new Set(texts)].sort();
  return { bucket, values: sorted(values), foldedValues: sorted(foldedValues), reason };
}
