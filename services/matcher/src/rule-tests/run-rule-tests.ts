import type { ConditionWorker } from '@trailhound/ports';
import {
  type Answers,
  type CompiledRules,
  compileRules,
  planRuleTests,
  type Rule,
  type RuleTestCase,
} from '@trailhound/rules';
import { answerInputs } from '../detect/answer-inputs.js';
import type { RecordInput } from '../detect/evaluate-record.js';
import { createScanEngine } from '../scan/scan-engine.js';
import { type EventExplanation, explainEvent } from './explain-event.js';

/** What a test's events made of the rule. */
export interface RuleTestOutcome {
  /** Events whose record the condition matches. */
  readonly matches: number;
  /** Alerts people would see. */
  readonly alerts: number;
  /** Marked alerts of suppressed records. */
  readonly suppressed: number;
  /** Events on which the rule raised ERROR; it does not match them. */
  readonly errors: number;
  /** What kept an event from being evaluated at all. */
  readonly problems: readonly string[];
}

export interface RuleTestResult {
  readonly rule: Rule;
  readonly test: RuleTestCase;
  readonly passed: boolean;
  /** In words: `a match`, `no match`, `2 alerts`. */
  readonly expected: string;
  readonly seen: RuleTestOutcome;
  /** For a failed test why its first events matched or did not; empty for a passed one. */
  readonly explanations: readonly EventExplanation[];
}

/** Most events a failed test explains: a threshold's test may hold hundreds of equal ones. */
const maxExplained = 5;
const encoder = new TextEncoder();

/**
 * Runs the tests inside rule files, each on fresh state. Disabled rules are tested like any other. `match` asks whether
 * the condition matches some event, `no-match` whether it matches none: thresholds and suppressions do not enter there.
 * (A correlation has no condition of its own: there they ask whether it alerts, muted or not.) `{alerts: n}` asks how many alerts people would see, after thresholds, dedup and suppressions. Never throws.
 */
export function runRuleTests(rules: readonly Rule[], answers: TestAnswers = noAnswers): readonly RuleTestResult[] {
  return rules.flatMap((rule) => planRuleTests(rule).map((test) => runRuleTest(rule, test, answers)));
}

/**
 * The answers that rule tests hang on, where conditions are answered elsewhere; ask for them before `runRuleTests`, which
 * takes what has none for an error.
 */
export async function answerRuleTests(rules: readonly Rule[], conditions: ConditionWorker): Promise<TestAnswers> {
  const answers = new Map<string, Answers>();
  for (const rule of rules) {
    const compiled = compileTested(rule);
    if (!compiled.asks) continue;
    const inputs = planRuleTests(rule).flatMap(({ events, place }) =>
      events.map((event) => inputOf(event, place.file, 0)),
    );
    const answered = await answerInputs(inputs, compiled, conditions);
    const decoder = new TextDecoder();
    for (const { bytes, answers: found } of answered)
      if (found) answers.set(answerName(rule, decoder.decode(bytes)), found);
  }
  return answers;
}

/** The answers to a rule's questions on an event of its tests, by rule and event. */
export type TestAnswers = ReadonlyMap<string, Answers>;
const noAnswers: TestAnswers = new Map();

function answerName({ id }: Rule, json: string): string {
  return `${id}\n${json}`;
}

function inputOf({ json, uid, eventTimeMs }: RuleTestCase['events'][number], file: string, index: number): RecordInput {
  return { bytes: encoder.encode(json), uid, eventTimeMs, at: { input: file, index } };
}

/** Disabled rules are tested, and so are those only a correlation looks at. */
function compileTested({ isSilent: _, ...rule }: Rule): CompiledRules {
  return compileRules([{ ...rule, enabled: true }]);
}

function runRuleTest(rule: Rule, test: RuleTestCase, answers: TestAnswers): RuleTestResult {
  const engine = createScanEngine({ rules: compileTested(rule), nowMs: 0 });
  const problems: string[] = [];
  for (const [index, event] of test.events.entries()) {
    const input = inputOf(event, test.place.file, index);
    const scanned = engine.add({ ...input, answers: answers.get(answerName(rule, event.json)) });
    if (scanned.kind === 'bad') problems.push(`event ${index + 1}: ${scanned.message}`);
  }
  const { alerts, matches, errors } = engine.finish();
  const suppressed = alerts.filter(({ suppressedBy }) => suppressedBy.length > 0).length;
  const seen: RuleTestOutcome = {
    // A correlation matches no single record: it matches where it alerts.
    matches: rule.correlation === undefined ? matches : alerts.length,
    alerts: alerts.length - suppressed,
    suppressed,
    errors: errors.get(rule.id) ?? 0,
    problems,
  };
  const passed = problems.length === 0 && isMet(test, seen);
  const explained = passed ? [] : test.events.slice(0, maxExplained);
  return {
    rule,
    test,
    passed,
    expected: inWords(test),
    seen,
    explanations: explained.map((event, index) =>
      explainEvent(rule, event, index + 1, answers.get(answerName(rule, event.json))),
    ),
  };
}

function isMet({ expect }: RuleTestCase, { matches, alerts }: RuleTestOutcome): boolean {
  if (typeof expect === 'object') return alerts === expect.alerts;
  switch (expect) {
    case 'match':
      return matches > 0;
    case 'no-match':
      return matches === 0;
    default:
      return expect satisfies never;
  }
}

function inWords({ expect }: RuleTestCase): string {
  if (typeof expect === 'object') return expect.alerts === 1 ? '1 alert' : `${expect.alerts} alerts`;
  return expect === 'match' ? 'a match' : 'no match';
}
