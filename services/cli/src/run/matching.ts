import { createConditionProcess } from '@trailhound/adapter-worker';
import { parseDuration } from '@trailhound/contracts';
import {
  createMatcher,
  createRulesMetrics,
  createRulesState,
  type Matcher,
  type MatcherRules,
  pushFolders,
  type RulesInForce,
  type RulesSource,
} from '@trailhound/matcher';
import type { Config, Health } from '@trailhound/runtime';
import { openEnricher, reloadNotes } from '../enrichment.js';
import type { RunContext } from './context.js';
import { type RunningPart, runningPart } from './running-part.js';

/** The matcher with the rules it runs. */
export interface Matching {
  readonly matcher: Matcher;
  readonly rules: { current(): RulesInForce };
  readonly part: RunningPart;
}

/** The matcher over the folders of the configuration, which are followed until the part stops. */
export async function matching(context: RunContext): Promise<Matching> {
  const { config, stores, clock, logger, metrics, health } = context;
  const state = createRulesState({ log: stores.log, clock });
  const following = state.run();
  following.catch(() => undefined); // awaited with the matcher
  const enricher = await openEnricher(config.enrich, reloadNotes(context));
  const note = (inForce: RulesInForce) => noteRules(health, inForce);
  const rules = await pushFolders({
    ...{ state, source: rulesSource(config), clock, logger, enricher, onChange: note },
    metrics: createRulesMetrics(metrics),
  });
  note(rules.current());
  const { matcher, run, stop } = matcherOver(context, rules);
  const part = runningPart('matcher', {
    run: async () => void (await Promise.all([run(), following])),
    async stop() {
      await rules.stop();
      await state.stop();
      await stop();
    },
  });
  return { matcher, rules, part };
}

/** The matcher with what it starts besides. */
export function matcherOver(context: RunContext, rules: MatcherRules) {
  const { config, stores, clock, logger, metrics, health } = context;
  // Starts nothing before a rule asks something.
  const conditions = createConditionProcess();
  const { log, state } = stores;
  const latenessMs = parseDuration(config.matcher.lateness);
  const matcher = createMatcher({
    ...{ log, state, rules, clock, logger, metrics, health, conditions },
    ...(latenessMs !== undefined && { latenessMs }),
  });
  return {
    matcher,
    run: () => matcher.run(),
    async stop() {
      await matcher.stop();
      await conditions.stop();
    },
  };
}

export function rulesSource({ rules, suppressions, packs }: Config): RulesSource {
  return { rules, suppressions, packs };
}

/** Says of the rules what people should look at. */
export function noteRules(health: Pick<Health, 'note'>, { problems, heldBack, unmet }: RulesInForce): void {
  const [first] = problems;
  const more = problems.length > 1 ? ` and ${problems.length - 1} more` : '';
  health.note('rule files', first && `${first.message}${more}`);
  health.note('rule files held back', heldBack.length > 0 ? heldBack.join(', ') : undefined);
  health.note('rules unsatisfied', unmetNote(unmet));
}

/** Which rules find nothing for want of an enrichment, and what to do. */
function unmetNote(unmet: RulesInForce['unmet']): string | undefined {
  const [first] = unmet;
  if (first === undefined) return undefined;
  const shown = unmet.slice(0, 5).map(({ rule, enrichment }) => `${rule.id} (${enrichment})`);
  const more = unmet.length > shown.length ? ` and ${unmet.length - shown.length} more` : '';
  return `nothing gives what these rules need: ${shown.join(', ')}${more}; ${first.fix}`;
}
