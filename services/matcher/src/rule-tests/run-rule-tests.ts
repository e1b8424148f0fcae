import { compileRules, planRuleTests, type Rule, type RuleTestCase } from '@trailhound/rules';
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
export function runRuleTests(rules: readonly Rule[]): readonly RuleTestResult[] {
  return rules.flatMap((rule) => planRuleTests(rule).map((test) => runRuleTest(rule, test)));
}

function runRuleTest(rule: Rule, test: RuleTestCase): RuleTestResult {
  // Disabled rules are tested, and so are those only a correlation looks at.
  const { isSilent: _, ...tested } = rule;
  const engine = createScanEngine({ rules: compileRules([{ ...tested, enabled: true }]), nowMs: 0 });
  const problems: string[] = [];
  for (const [index, { json, uid, eventTimeMs }] of test.events.entries()) {
    const at = { input: test.place.file, index };
    const scanned = engine.add({ bytes: encoder.encode(json), uid, eventTimeMs, at });
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
    explanations: explained.map((event, index) => explainEvent(rule, event, index + 1)),
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
