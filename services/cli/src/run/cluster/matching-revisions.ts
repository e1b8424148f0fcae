import { topics } from '@trailhound/contracts';
import { createRulesMetrics, createRulesState, followRules, seedRules } from '@trailhound/matcher';
import { openEnricher, reloadNotes } from '../../enrichment.js';
import type { RunContext } from '../context.js';
import { matcherOver, noteRules, rulesSource } from '../matching.js';
import { type RunningPart, runningPart } from '../running-part.js';

const noRules = `${topics.rulesState} holds no rules yet: push some with \`trailhound rules push\`; records wait meanwhile`;

/**
 * The matcher over the revisions of `rules.state`. Where there is none yet the folders of the configuration become the
 * first; without folders it waits for a push, and records wait with it.
 */
export async function matchingRevisions(context: RunContext): Promise<RunningPart> {
  const { config, stores, clock, logger, metrics, health } = context;
  const state = createRulesState({ log: stores.log, clock });
  const enricher = await openEnricher(config.enrich, reloadNotes(context));
  const rules = followRules({
    ...{ state, clock, logger, enricher, metrics: createRulesMetrics(metrics) },
    onChange: (inForce) => noteRules(health, inForce),
    onFailure: (reason) => health.note('rules', reason),
  });
  const { run, stop } = matcherOver(context, rules);
  const stopping = Promise.withResolvers<'stopping'>();
  let isReady = false;
  health.readiness('rules', async () => {
    if (!isReady) throw new Error(state.book.newest === undefined ? noRules : 'the rules are being read');
  });

  async function seed(): Promise<void> {
    const source = rulesSource(config);
    const outcome = await seedRules(state, source, clock, 'matcher');
    const revision = outcome?.revision.revision ?? state.book.newest?.revision;
    if (outcome?.kind === 'pushed')
      logger.info({ revision, folders: source.rules }, 'folders pushed as first revision');
    else if (revision === undefined) logger.warn({ problem: noRules }, 'no rules yet');
    else if (source.rules.length > 0) {
      logger.info(
        { revision, folders: source.rules },
        'the folders of the configuration are not read, rules are pushed',
      );
    }
  }

  async function match(): Promise<void> {
    await seed();
    await rules.first;
    isReady = true;
    await run();
  }

  return runningPart('matcher', {
    async run() {
      const following = state.run();
      await Promise.race([stopping.promise, following.then(() => stopping.promise), match()]);
      await following;
    },
    async stop() {
      stopping.resolve('stopping');
      // At once: a batch that waits for a revision is let go, to be read again.
      await Promise.all([stop(), state.stop()]);
    },
  });
}
