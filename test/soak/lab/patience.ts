import { setTimeout as sleep } from 'node:timers/promises';

/** A wait of the soak that came to nothing; its message says what was waited for, and how that stood. */
export class OutOfPatience extends Error {
  override readonly name = 'OutOfPatience';
}

/** The outcome of the work; rejects with `what` after `ms`. The work itself goes on, and nobody waits for it. */
export async function within<T>(what: string, ms: number, work: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const late = sleep(ms, undefined, { signal: timer.signal }).then(() => {
    throw new OutOfPatience(`gave up after ${Math.round(ms / 1_000)} s waiting until ${what}`);
  });
  late.catch(() => undefined);
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    timer.abort();
  }
}

/** How something stands: whether it is over, and words that change for as long as it gets on. */
export interface Standing {
  readonly isDone: boolean;
  readonly words: string;
}

export interface WaitOptions {
  /** Nothing has changed for so long: given up. */
  readonly stallMs: number;
  readonly everyMs?: number;
  readonly onProgress?: (words: string) => void;
}

/** Nobody answers a look for so long: it counts as one that saw nothing new. */
const lookMs = 30_000;

/** Looks until it is done, for as long as there is something new to see. */
export async function whileItGetsOn(
  what: string,
  look: () => Promise<Standing>,
  { stallMs, everyMs = 500, onProgress = () => undefined }: WaitOptions,
): Promise<void> {
  let last = 'nothing was seen';
  let trouble = '';
  // A wait that took longer than it should, on a machine that stood still, is followed by one more look.
  for (let changedMs = Date.now(); ; await sleep(everyMs)) {
    try {
      const { isDone, words } = await within('somebody answers', Math.min(lookMs, stallMs), look());
      if (isDone) return;
      trouble = '';
      if (words !== last) [last, changedMs] = [words, Date.now()];
      onProgress(words);
    } catch (error) {
      trouble = `; the last look failed: ${error instanceof Error ? error.message : error}`;
    }
    const silentMs = Date.now() - changedMs;
    if (silentMs < stallMs) continue;
    const seconds = Math.round(silentMs / 1_000);
    throw new OutOfPatience(`gave up waiting until ${what}: nothing changed for ${seconds} s (${last}${trouble})`);
  }
}
