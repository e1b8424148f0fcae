import type { Channel } from '@trailhound/alerting';
import type { Notice } from '@trailhound/contracts';
import type { DeliveryJournal } from '../journal/delivery-journal.js';

/** The place of one message in a thread. */
export interface ThreadPlace {
  readonly thread: string;
  /** What the destination calls the first message; absent where this is it. */
  readonly firstReceipt?: string;
}

/**
 * The threads at one destination. Where they began is in the journal, so that replies find their first message after a
 * restart and from another process; within a process, messages of one thread go one after the other, so that the second
 * knows of the first.
 */
export class Threads {
  readonly #underWay = new Map<string, Promise<unknown>>();

  constructor(
    private readonly destination: string,
    private readonly channel: Channel,
    private readonly journal: DeliveryJournal,
  ) {}

  /** Does the work when no other of its thread is under way; `place` is undefined for a message of no thread. */
  async inTurn<T>(
    notice: Notice,
    nowMs: () => number,
    work: (place: ThreadPlace | undefined) => Promise<T>,
  ): Promise<T> {
    const thread = this.channel.thread?.(notice);
    if (thread === undefined) return work(undefined);
    const before = this.#underWay.get(thread);
    const turn = (async () => {
      await before?.catch(() => undefined);
      return work(this.#place(thread, nowMs()));
    })();
    this.#underWay.set(thread, turn);
    try {
      return await turn;
    } finally {
      if (this.#underWay.get(thread) === turn) this.#underWay.delete(thread);
    }
  }

  #place(thread: string, nowMs: number): ThreadPlace {
    const start = this.journal.threadStart(this.destination, thread);
    const isOpen = start !== undefined && nowMs - start.atMs < (this.channel.threadForMs ?? 0);
    return { thread, ...(isOpen && { firstReceipt: start.receipt }) };
  }
}
