import { defaultSeverity, type RuleIdentity, stateHash } from '@trailhound/contracts';
import { comparePlacedLints, lintAt, type PlacedLint } from '../lint/placed-lint.js';
import type { Rule } from '../rule.js';
import type { RuleDraft } from '../rule-file/rule-draft.js';
import { watchedCounting, watchedText, watchingRule } from './watching-rule.js';

/** The rule a draft stands for, in its pack: defaults applied, identity computed, accepted lints left out. */
export function assembleRule(draft: RuleDraft, pack: string | undefined): Rule {
  const { counting, watch, missed, ...rest } = draft;
  const { groupBy, threshold, dedupMs } = watch ? watchedCounting(counting, watch) : counting;
  const identity: RuleIdentity = {
    language: draft.language,
    sourceText: watch ? watchedText(draft.sourceText, watch) : draft.sourceText,
    groupBy: groupBy.map(({ name }) => name),
    threshold: threshold && {
      count: threshold.count,
      withinMs: threshold.withinMs,
      ...(threshold.distinct && { distinct: threshold.distinct.name }),
    },
    dedupMs,
  };
  const { sourceText: _, correlation: _linkedLater, name: _name, ...shown } = rest;
  const rule: Rule = {
    ...shown,
    title: draft.title ?? draft.id,
    severity: draft.severity ?? defaultSeverity,
    groupBy,
    threshold,
    dedupMs,
    identity,
    stateHash: stateHash(identity),
    pack,
    lints: [...draft.lints, ...testLints(draft, pack)]
      .filter(({ code }) => !draft.acceptedLints.includes(code))
      .sort(comparePlacedLints),
  };
  return watch ? watchingRule(rule, watch, counting.groupBy, missed) : rule;
}

/** A pack is used by people who did not write it: its rules show what they fire on and what they do not. */
function testLints({ id, tests, place }: RuleDraft, pack: string | undefined): PlacedLint[] {
  if (pack === undefined) return [];
  const isSilent = ({ expect }: RuleDraft['tests'][number]): boolean =>
    expect === 'no-match' || (typeof expect === 'object' && expect.alerts === 0);
  const missing = [...(tests.every(isSilent) ? ['matches'] : []), ...(tests.some(isSilent) ? [] : ['stays silent'])];
  if (missing.length === 0) return [];
  const message = `the rule has no test that ${missing.join(' and none that ')}`;
  return [lintAt(place, { code: 'I-NO-TESTS', message, advice: 'add it under tests' }, id)];
}
