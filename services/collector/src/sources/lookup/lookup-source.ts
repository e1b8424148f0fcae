import type { CheckpointStore, EventHistory, HistoryCategory } from '@trailhound/ports';
import { Arrivals } from '../arrivals.js';
import type { Input, Source } from '../source.js';
import { FollowedHistory, type FollowOptions } from './follow-history.js';

export interface LookupSourceOptions extends FollowOptions {
  /** One for each region. */
  readonly histories: readonly EventHistory[];
  /** What CloudTrail Insights found is asked for, too. */
  readonly insights: boolean;
  readonly backfill?: boolean;
  readonly notify?: boolean;
}

/**
 * Accounts without a trail: the event histories of their regions, looked at again and again. Regions are followed side by
 * side; of one region one thing is asked at a time, as its limit of requests wants it. What cannot be asked now waits and is
 * asked again.
 */
export function lookupSource(options: LookupSourceOptions): Source {
  const { histories, insights, clock, everyMs, backfill = false, notify = false } = options;
  const categories: readonly HistoryCategory[] = insights ? ['management', 'insight'] : ['management'];

  async function* inputs(
    signal: AbortSignal = new AbortController().signal,
    checkpoints?: CheckpointStore,
  ): AsyncGenerator<Input> {
    if (checkpoints === undefined) throw new TypeError('an event history is followed from a checkpoint');
    const arrivals = new Arrivals<Input>();
    const offer = (input: Input) => arrivals.push(input);
    const follow = async (history: EventHistory) => {
      const followed = categories.map((category) => new FollowedHistory(history, category, options, checkpoints));
      while (!signal.aborted) {
        for (const one of followed) await one.look(offer, signal);
        await clock.sleep(everyMs, signal);
      }
    };
    for (const history of histories) follow(history).catch((error: unknown) => arrivals.fail(error));
    try {
      yield* arrivals.values(signal);
    } finally {
      for (const history of histories) await history.close();
    }
  }

  return { kind: 'lookup', concurrency: histories.length, isLasting: true, backfill, notify, inputs };
}
