import { type IssuedSession, isJsonObject } from '@trailhound/cloudtrail';
import { topics } from '@trailhound/contracts';
import type { CheckpointStore, Logger } from '@trailhound/ports';
import type { Metrics } from '@trailhound/runtime';
import type { DueAlert } from '../match/alerts-of-batch.js';
import { actorChainOf } from './actor-chain.js';
import { createSessionSlots } from './session-slots.js';

/** The actors behind roles, as the matcher keeps and tells them. What fails costs an alert a detail, never the alert. */
export interface ActorChains {
  keep(sessions: readonly IssuedSession[]): Promise<void>;
  /** The alerts, each with the chain of its first record where one is known. */
  tell(due: readonly DueAlert[]): Promise<readonly DueAlert[]>;
}

const streamSource = { kind: 'stream', name: topics.records } as const;

export function createActorChains(
  checkpoints: Pick<CheckpointStore, 'get' | 'replace'>,
  { logger, metrics }: { readonly logger: Logger; readonly metrics: Metrics },
): ActorChains {
  const slots = createSessionSlots(checkpoints);
  const sessions = metrics.counter({
    name: 'trailhound_sessions_total',
    help: 'Temporary credentials whose issue was seen: kept, known before, in the place of another live one, or failed.',
    labels: ['result'],
  });
  const chains = metrics.counter({
    name: 'trailhound_actor_chains_total',
    help: 'Alerts whose record was made with temporary credentials and has, or has not, a known actor behind it.',
    labels: ['result'],
  });
  return {
    async keep(issued) {
      await Promise.all(
        issued.map(async (session) => {
          try {
            sessions.inc({ result: await slots.keep(session) });
          } catch (error) {
            sessions.inc({ result: 'failed' });
            logger.debug({ err: error }, 'a session could not be kept');
          }
        }),
      );
    },
    async tell(due) {
      return await Promise.all(
        due.map(async (one) => {
          const { record } = one.alert;
          if (!isJsonObject(record)) return one;
          try {
            const actorChain = await actorChainOf(record, slots);
            chains.inc({ result: actorChain === undefined ? 'unknown' : 'known' });
            if (actorChain === undefined) return one;
            const enriched = [...(one.alert.enriched ?? []), { member: 'actorChain', source: streamSource }];
            return { ...one, alert: { ...one.alert, actorChain, enriched } };
          } catch (error) {
            chains.inc({ result: 'failed' });
            logger.debug({ err: error, alert: one.alert.id }, 'the actor behind a role could not be asked for');
            return one;
          }
        }),
      );
    },
  };
}
