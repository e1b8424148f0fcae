import { createConditionProcess } from '@trailhound/adapter-worker';
import { createMatcher, type Matcher, type RulesInForce, type WatchedRules, watchRules } from '@trailhound/matcher';
import type { Config } from '@trailhound/runtime';
import { openEnricher } from '../enrichment.js';
import type { RunContext } from './context.js';
import { type RunningPart, runningPart } from './running-part.js';

/** The matcher with the rules it follows. */
export interface Matching {
  readonly matcher: Matcher;
  readonly rules: WatchedRules;
  readonly part: RunningPart;
}

/** Loads the rules and puts the matcher over them; the rules follow their files until the part stops. */
export async function matching({ config, stores, clock, logger, metrics, health }: RunContext): Promise<Matching> {
  const note = (inForce: RulesInForce) => {
    const { problems, heldBack, unmet } = inForce;
    const [first] = problems;
    const more = problems.length > 1 ? ` and ${problems.length - 1} more` : '';
    health.note('rule files', first && `${first.message}${more}`);
    health.note('rule files held back', heldBack.length > 0 ? heldBack.join(', ') : undefined);
    health.note('rules unsatisfied', unmetNote(unmet));
  };
  const enricher = await openEnricher(config.enrich);
  const rules = await watchRules({ source: rulesSource(config), clock, logger, enricher, onChange: note });
  note(rules.current());
  // Starts nothing before a rule asks something.
  const conditions = createConditionProcess();
  const matcher = createMatcher({
    log: stores.log,
    state: stores.state,
    rules: { current: () => ({ compiled: rules.current().compiled }), catchUp: async () => undefined },
    clock,
    logger,
    metrics,
    health,
    conditions,
  });
  const part = runningPart('matcher', {
    run: () => matcher.run(),
    async stop() {
      await rules.stop();
      await matcher.stop();
      await conditions.stop();
    },
  });
  return { matcher, rules, part };
}

function rulesSource({ rules, suppressions, packs }: Config) {
  return { rules, suppressions, packs };
}

/** Which rules find nothing for want of an enrichment, and what to do. */
function unmetNote(unmet: RulesInForce['unmet']): string | undefined {
  const [first] = unmet;
  if (first === undefined) return undefined;
  const shown = unmet.slice(0, 5).map(({ rule, enrichment }) => `${rule.id} (${enrichment})`);
  const more = unmet.length > shown.length ? ` and ${unmet.length - shown.length} more` : '';
  return `nothing gives what these rules need: ${shown.join(', ')}${more}; ${first.fix}`;
}
