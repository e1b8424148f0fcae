import { createConditionProcess } from '@trailhound/adapter-worker';
import type { RulesWriter, RuleTestView } from '@trailhound/console-api';
import { CodedError } from '@trailhound/contracts';
import { createRulesState } from '@trailhound/matcher';
import { answerRuleTests, type RuleTestResult, runRuleTests } from '@trailhound/matcher/offline';
import type { Rule } from '@trailhound/rules';
import type { Config } from '@trailhound/runtime';
import type { RunContext } from './context.js';
import { type RunningPart, runningPart } from './running-part.js';

/** How long a push through the API may take before the caller is told to look. */
const patienceMs = 30_000;

/** The way `rules push` goes, for a process that stays: the writer, and the part that keeps it up to date. */
export function writingRules({ stores, clock }: Pick<RunContext, 'stores' | 'clock'>): {
  readonly writer: RulesWriter;
  readonly part: RunningPart;
} {
  const state = createRulesState({ log: stores.log, clock });
  const writer: RulesWriter = {
    push(content, origin, loaded, onTopOf) {
      const late = Promise.withResolvers<never>();
      const message = `the rules were not written within ${patienceMs / 1_000} s; look which revision is in force`;
      const timer = setTimeout(() => late.reject(new CodedError('STORE_UNAVAILABLE', message)), patienceMs);
      return Promise.race([state.push(content, origin, loaded, { onTopOf }), late.promise]).finally(() =>
        clearTimeout(timer),
      );
    },
  };
  return { writer, part: runningPart('rules', { run: () => state.run(), stop: () => state.stop() }) };
}

/** Why the API writes no rules where folders are followed, and what to do. */
export function foldersRefusal({ rules, suppressions }: Config): { readonly refusal: string } {
  const named = [...rules, ...suppressions].join(', ') || 'that `rules:` and `suppressions:` of the configuration name';
  return {
    refusal: `in one process the rules are those of their folders: edit or remove the file in ${named}, and it is in force a moment later`,
  };
}

/** Runs tests of rules for the API. */
export async function testRules(rules: readonly Rule[], isTrial: boolean): Promise<readonly RuleTestView[]> {
  // Starts nothing before a rule asks something.
  const conditions = createConditionProcess();
  try {
    const answers = await answerRuleTests(rules, conditions);
    return runRuleTests(rules, answers).map((result) => viewOf(result, isTrial));
  } finally {
    await conditions.stop();
  }
}

function viewOf({ rule, test, passed, expected, seen, explanations }: RuleTestResult, isTrial: boolean): RuleTestView {
  const { matches, alerts, suppressed, errors, problems } = seen;
  return {
    ...{ rule: rule.id, test: test.name, passed: isTrial ? null : passed, expected: isTrial ? null : expected },
    ...{ matches, alerts, suppressed, errors, problems: [...problems], line: test.place.line },
    explanations: explanations.map(({ event, sentences }) => ({ event, sentences: [...sentences] })),
  };
}
