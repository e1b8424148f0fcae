import { formatPath } from '@trailhound/cloudtrail';
import { actionLines } from '@trailhound/contracts';
import { planCondition } from '../compile/rule-plan.js';
import type { Condition } from '../condition/condition.js';
import { printCondition } from '../condition/print-condition.js';
import { simplifyCondition } from '../condition/simplify-condition.js';
import type { Rule } from '../rule.js';
import { type FieldTest, fieldTests, testKey } from './field-tests.js';
import { frameworksOf, type RuleFrameworks } from './frameworks.js';

/** A field test of a rule, and how many other loaded rules make the same one. */
export interface Indicator extends FieldTest {
  readonly usedByOthers: number;
}

/** A field the rule's alerts carry, and where in the record it comes from. */
export interface OutputField {
  readonly name: string;
  readonly source: string;
}

/** What can be said of a rule without an event. */
export interface RuleDescription {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
  readonly severity: Rule['severity'];
  readonly enabled: boolean;
  readonly language: Rule['language'];
  readonly pack?: string;
  readonly file: string;
  readonly line: number;
  /** As its author wrote it. */
  readonly source: string;
  /** The language-independent condition, one conjunct a line. */
  readonly condition: readonly string[];
  /** Tests under a top-level NOT: what the rule sets aside on purpose. */
  readonly exclusions: readonly FieldTest[];
  /** Every field, operator and value the rule looks for. */
  readonly indicators: readonly Indicator[];
  readonly eventNames: readonly string[];
  /** Ids of loaded rules that watch one of the same event names. */
  readonly watchingTheSame: readonly string[];
  readonly outputFields: readonly OutputField[];
  readonly frameworks: RuleFrameworks;
  readonly counting: string;
  /** What the rule itself asks to be told, and when; a line each. */
  readonly actions: readonly string[];
  readonly runbook?: string;
  readonly references: readonly string[];
  readonly falsePositives: readonly string[];
  readonly tests: number;
}

/** Fields every alert carries, whatever the rule. */
const alwaysCarried = [
  'eventName',
  'eventSource',
  'awsRegion',
  'recipientAccountId',
  'sourceIPAddress',
  'userAgent',
  'userIdentity',
];

/** Describes rules among the others of their set: what they share is counted once. */
export function createDescriber(rules: readonly Rule[]): (rule: Rule) => RuleDescription {
  const users = new Map<string, Set<string>>();
  const watchers = new Map<string, string[]>();
  const testsOf = new Map<Rule, { readonly positive: readonly FieldTest[]; readonly excluded: readonly FieldTest[] }>();
  for (const rule of rules) {
    const split = splitTests(rule.condition);
    testsOf.set(rule, split);
    for (const test of split.positive) users.set(testKey(test), (users.get(testKey(test)) ?? new Set()).add(rule.id));
    for (const name of eventNamesOf(rule)) watchers.set(name, [...(watchers.get(name) ?? []), rule.id]);
  }
  return (rule) => {
    const { positive, excluded } = testsOf.get(rule) ?? splitTests(rule.condition);
    const eventNames = eventNamesOf(rule);
    const watching = new Set(eventNames.flatMap((name) => watchers.get(name) ?? []));
    watching.delete(rule.id);
    return {
      ...facts(rule),
      condition: conjuncts(simplifyCondition(rule.condition)).map(printCondition),
      exclusions: excluded,
      indicators: positive.map((test) => ({ ...test, usedByOthers: othersOf(users.get(testKey(test)), rule.id) })),
      eventNames,
      watchingTheSame: [...watching].sort(),
      outputFields: outputFields(rule),
      frameworks: frameworksOf(rule),
      counting: countingOf(rule),
      actions: actionLines(rule.actions),
    };
  };
}

function facts(rule: Rule) {
  const { id, title, description, severity, enabled, language, pack, place, conditionText, runbook, reference } = rule;
  return {
    ...{ id, title, severity, enabled, language, file: place.file, line: place.line, source: conditionText },
    ...(description !== undefined && { description }),
    ...(pack !== undefined && { pack }),
    ...(runbook !== undefined && { runbook }),
    references: rule.references ?? (reference === undefined ? [] : [reference]),
    falsePositives: rule.falsePositives ?? [],
    tests: rule.tests.length,
  };
}

function othersOf(users: ReadonlySet<string> | undefined, id: string): number {
  return (users?.size ?? 0) - (users?.has(id) ? 1 : 0);
}

/** Event names the condition proves to be the only ones it can hold for; empty where it proves none. */
function eventNamesOf(rule: Rule): readonly string[] {
  const plan = planCondition(rule.condition);
  return plan.bucket === 'eventName' ? [...plan.values, ...plan.foldedValues].sort() : [];
}

function splitTests(condition: Condition): {
  readonly positive: readonly FieldTest[];
  readonly excluded: readonly FieldTest[];
} {
  const parts = conjuncts(condition);
  return {
    positive: distinct(
      parts
        .filter(({ kind }) => kind !== 'not')
        .map(simplifyCondition)
        .flatMap(fieldTests),
    ),
    excluded: distinct(parts.flatMap((part) => (part.kind === 'not' ? fieldTests(part.of) : []))),
  };
}

function conjuncts(condition: Condition): readonly Condition[] {
  return condition.kind === 'and' ? condition.of.flatMap(conjuncts) : [condition];
}

function distinct(tests: readonly FieldTest[]): readonly FieldTest[] {
  return [...new Map(tests.map((test) => [testKey(test), test])).values()];
}

function outputFields({ fields }: Rule): readonly OutputField[] {
  const own = fields.map(({ name, paths }) => ({ name, source: paths.map(formatPath).join(' or ') || name }));
  const carried = [...alwaysCarried.map((name) => ({ name, source: name })), ...own];
  return [...new Map(carried.map((field) => [field.name, field])).values()];
}

function countingOf({ threshold, groupBy, dedupMs }: Rule): string {
  const by = groupBy.length === 0 ? '' : ` by ${groupBy.map(({ name }) => name).join(', ')}`;
  const seconds = (ms: number) =>
    ms % 3_600_000 === 0 ? `${ms / 3_600_000} h` : ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1000} s`;
  if (threshold === null)
    return dedupMs === null ? 'every matching record is an alert' : `one alert each ${seconds(dedupMs)}${by}`;
  const what = threshold.distinct ? `different values of ${threshold.distinct.name}` : 'records';
  const again = dedupMs === null ? '' : `; one alert each ${seconds(dedupMs)}`;
  return `${threshold.count} ${what} within ${seconds(threshold.withinMs)}${by}${again}`;
}
