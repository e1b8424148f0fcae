import type { CheckpointStore, Clock, EventHistory, HistoryCategory, HistorySlice, Logger } from '@trailhound/ports';
import type { ReadOptions } from '../../read/read-input.js';
import type { Trouble } from '../../trouble/trouble.js';
import type { Input, InputOutcome } from '../source.js';
import { readSlice } from './read-slice.js';
import { SeenEvents } from './seen-events.js';

export interface FollowOptions extends ReadOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly trouble: Trouble;
  /** How long after a look the next one begins. */
  readonly everyMs: number;
  /** How late an event may come to be found: so much is read again at every look. */
  readonly overlapMs: number;
  /** How far back the first look goes. */
  readonly backMs: number;
  /** Told, after every slice, up to when a history was read through; both epoch milliseconds. */
  readonly onReadTo?: (place: string, readToMs: number) => void;
}

const checkpointScope = 'collector.lookup';
const dayMs = 86_400_000;
/** What CloudTrail keeps, less what clocks may differ by. */
const keptMs = 90 * dayMs - 5 * 60_000;
const firstWaitMs = 1_000;
const longestWaitMs = 60_000;
/** A slice begins again where it breaks, so it should take about a minute: 100 pages at two a second. */
const [fewPages, manyPages] = [25, 100];
const [firstSpanMs, shortestSpanMs, longestSpanMs] = [3_600_000, 5 * 60_000, dayMs];

/**
 * Follows one category of one history until the signal aborts. Everything until `settledMs` was read late enough that nothing comes
 * there any more; what is after it is read at every look, oldest slice first, and each slice whole before the checkpoint
 * moves. `offer` hands an input on, whose outcome moves it.
 */
export class FollowedHistory {
  readonly #history: EventHistory;
  readonly #category: HistoryCategory;
  readonly #options: FollowOptions;
  readonly #checkpoints: CheckpointStore;
  readonly #seen = new SeenEvents();
  readonly #key: string;
  readonly #place: string;
  #settledMs: number | undefined;
  #spanMs = firstSpanMs;
  /** The last look came to its end: what is found now was not there before. */
  #isCurrent = false;

  constructor(history: EventHistory, category: HistoryCategory, options: FollowOptions, checkpoints: CheckpointStore) {
    this.#history = history;
    this.#category = category;
    this.#options = options;
    this.#checkpoints = checkpoints;
    const { role, region } = history;
    this.#key = `${role ?? ''} ${region} ${category}`;
    const account = /^arn:[^:]+:iam::(\d{12}):/.exec(role ?? '')?.[1];
    this.#place = `lookup:${account === undefined ? '' : `${account}/`}${region}/${category}`;
  }

  /** Reads what there is, until now. Rejects only where checkpoints do. */
  async look(offer: (input: Input) => void, signal: AbortSignal): Promise<void> {
    const { clock, trouble, overlapMs } = this.#options;
    const upToMs = wholeSecond(clock.now());
    let settledMs = await this.#begin(upToMs);
    let waitMs = firstWaitMs;
    for (let fromMs = settledMs; fromMs < upToMs && !signal.aborted; ) {
      const slice = { category: this.#category, fromMs, toMs: Math.min(fromMs + this.#spanMs, upToMs) };
      const { outcome, pages, ids } = await this.#readSlice(slice, offer, signal);
      if (outcome === undefined) return;
      if (outcome.kind === 'unreadable') {
        trouble.met('lookup', this.#place, outcome.message);
        if (pages > 1) this.#spanMs = Math.max(shortestSpanMs, this.#spanMs / 2);
        await clock.sleep(waitMs, signal);
        waitMs = Math.min(2 * waitMs, longestWaitMs);
        continue;
      }
      trouble.over('lookup', this.#place);
      waitMs = firstWaitMs;
      fromMs = slice.toMs;
      settledMs = Math.max(settledMs, Math.min(slice.toMs, upToMs - overlapMs));
      await this.#checkpoints.set(checkpointScope, this.#key, new Date(settledMs).toISOString());
      this.#settledMs = settledMs;
      this.#seen.add(ids, slice.toMs);
      this.#seen.forgetBefore(settledMs);
      this.#spanMs = nextSpan(this.#spanMs, pages);
      this.#options.onReadTo?.(this.#place, slice.toMs);
    }
    this.#isCurrent = true;
  }

  /** Where this look begins. */
  async #begin(nowMs: number): Promise<number> {
    if (this.#settledMs === undefined) {
      const stored = Date.parse((await this.#checkpoints.get(checkpointScope, this.#key)) ?? '');
      this.#settledMs = Number.isNaN(stored) ? nowMs - this.#options.backMs : stored;
    }
    const oldestMs = nowMs - keptMs;
    if (this.#settledMs >= oldestMs) return this.#settledMs;
    const facts = { place: this.#place, from: new Date(this.#settledMs), to: new Date(oldestMs) };
    this.#options.logger.warn(facts, 'events of this time are no longer in the event history: they were not read');
    this.#settledMs = oldestMs;
    return oldestMs;
  }

  /** What became of a slice; undefined where the signal aborted before. */
  async #readSlice(slice: HistorySlice, offer: (input: Input) => void, signal: AbortSignal) {
    const name = `${this.#place}/${timeText(slice.fromMs)}/${timeText(slice.toMs)}`;
    const { clock } = this.#options;
    const reading = readSlice(name, this.#history, slice, { ...this.#options, seen: this.#seen, signal });
    const { promise, resolve } = Promise.withResolvers<InputOutcome | undefined>();
    const onAbort = () => resolve(undefined);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    const delivered = this.#isCurrent ? { deliveredMs: clock.now() } : {};
    offer({ name, ...delivered, read: reading.read, settle: async (outcome) => resolve(outcome) });
    const outcome = await promise;
    signal.removeEventListener('abort', onAbort);
    return { outcome, pages: reading.pages, ids: reading.ids };
  }
}

/** How long the next slice is, after one of so many pages. */
export function nextSpan(spanMs: number, pages: number): number {
  if (pages > manyPages) return Math.max(shortestSpanMs, spanMs / 2);
  return pages < fewPages ? Math.min(longestSpanMs, spanMs * 2) : spanMs;
}

function wholeSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}

function timeText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
