import type { Metrics } from '@trailhound/runtime';
import type { NumberedRules } from '../match/matcher-rules.js';

/** Why a revision could not be put into force. */
export type ApplyFailure = 'unreadable' | 'incomplete' | 'failed';

/** What a process tells of the rules it runs. */
export interface RulesMetrics {
  applied(rules: NumberedRules): void;
  failed(reason: ApplyFailure): void;
}

export function createRulesMetrics(metrics: Metrics): RulesMetrics {
  const revision = metrics.gauge({
    name: 'trailhound_rules_revision',
    help: 'Number of the revision of the rules in force; the same in all matchers once each has read it.',
  });
  const info = metrics.gauge({
    name: 'trailhound_rules_info',
    help: 'Always 1; hash of what the rules in force do.',
    labels: ['hash'],
  });
  const rules = metrics.gauge({ name: 'trailhound_rules', help: 'Enabled rules in force.' });
  const failures = metrics.counter({
    name: 'trailhound_rules_apply_failures_total',
    help: 'Times a revision of the rules was read and could not be put into force.',
    labels: ['reason'],
  });
  return {
    applied({ compiled, revision: number }) {
      if (number !== undefined) revision.set(number);
      info.reset();
      info.set({ hash: compiled.revision }, 1);
      rules.set(compiled.rules.filter(({ enabled }) => enabled).length);
    },
    failed: (reason) => failures.inc({ reason }),
  };
}
