import type { ConditionWorker, LogBatch, WindowStore } from '@trailhound/ports';
import { failpointDuring } from '@trailhound/runtime';
import { type BatchEvaluation, evaluateBatch } from './evaluate-batch.js';
import type { BatchSpan } from './log-positions.js';
import { type MatcherRules, revisionName } from './matcher-rules.js';
import { type ObservedMatches, observeMatches } from './observe-matches.js';

export interface CountedBatch {
  readonly evaluation: BatchEvaluation;
  readonly observed: Exclude<ObservedMatches, { kind: 'outdated' }>;
}

export interface BatchCounting {
  readonly windows: Pick<WindowStore, 'observe'>;
  /** Consumer group and topic the offsets belong to. */
  readonly stream: string;
  readonly rules: MatcherRules;
  readonly conditions?: ConditionWorker | undefined;
  /** The batch was evaluated under a revision that is over, and is evaluated again. */
  readonly onOutdated: (revision: string) => void;
}

/**
 * Evaluates a batch under the rules in force and counts its matches. Where another matcher has counted under a newer
 * revision already, nothing is counted here: this one catches up and evaluates the batch again.
 */
export async function countBatch(
  batch: LogBatch,
  { from, to, first }: BatchSpan,
  { windows, stream, rules, conditions, onOutdated }: BatchCounting,
): Promise<CountedBatch> {
  for (let isNewest = false; ; isNewest = true) {
    const inForce = rules.current();
    const { revision } = inForce;
    const evaluation = await evaluateBatch(batch, inForce.compiled, conditions);
    const counted = {
      ...{ stream, partition: batch.partition, from, to, first },
      ...(revision !== undefined && { rules: { revision, isNewest } }),
    };
    const observed = await failpointDuring('M2', () => observeMatches(windows, evaluation.matches, counted));
    const name = revisionName(inForce);
    if (observed.kind !== 'outdated') return { evaluation: { ...evaluation, revision: name }, observed };
    onOutdated(name);
    await rules.catchUp(observed.revision);
  }
}
