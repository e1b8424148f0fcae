import { DeliveryEvent, topics } from '@trailhound/contracts';
import type { DeliveryEndState, RecordLog } from '@trailhound/ports';
import { TopicFollower } from './follow-topic.js';

/** Ends beyond this many are forgotten, oldest first: what is claimed again is hours old, not weeks. */
const maxRemembered = 500_000;

/**
 * Most events of a partition that are read at the start. More than are remembered, because attempts that failed stand
 * among the ends.
 */
const maxRead = 2 * maxRemembered;

/** Threads that are known; the one that began longest ago goes first. */
const maxThreads = 100_000;

/** How a delivery ended, and how often it had been put back by then. */
export interface DeliveryEnd {
  readonly state: DeliveryEndState;
  readonly replays: number;
  /** The alert that speaks for it; only of one that is muted. */
  readonly mutedBy?: string;
  /** When, epoch milliseconds. */
  readonly atMs: number;
  /** It was told by a digest. */
  readonly inDigest: boolean;
}

/** The message a thread began with. */
export interface ThreadStart {
  readonly receipt: string;
  readonly atMs: number;
}

const encoder = new TextEncoder();

/**
 * The journal of deliveries in the log. It is written after the destination answered and before the ledger is told, so
 * that a delivery whose end the ledger missed (crash, lost store) is not sent again.
 *
 * The attempts of one delivery stand in several partitions, which are read in any order; so what is known of a delivery
 * is a function of the set of its events. An attempt that failed says nothing about an end; putting back undoes what
 * ended before it.
 */
export class DeliveryJournal {
  readonly #log: RecordLog;
  readonly #ends = new Map<string, DeliveryEnd>();
  /** Delivery id → when a person put it back last. */
  readonly #putBack = new Map<string, number>();
  /** Deliveries of which an attempt failed; their destination may have taken it all the same. */
  readonly #tried = new Map<string, true>();
  readonly #threads = new Map<string, ThreadStart>();
  readonly #follower: TopicFollower;

  constructor(log: RecordLog, { reach = maxRead }: { readonly reach?: number } = {}) {
    this.#log = log;
    const take = (value: Uint8Array) => {
      const event = parse(value);
      if (event) this.#remember(event);
    };
    this.#follower = new TopicFollower(log, topics.deliveries, take, { reach });
  }

  /**
   * Reads what the journal holds, at most its last million events a partition, then goes on with what other processes write. `caughtUp` is called when everything
   * written before the call was read. Resolves after {@link stop}, rejects when the log can be read no longer.
   */
  run(caughtUp: () => void): Promise<void> {
    return this.#follower.run(caughtUp);
  }

  stop(): Promise<void> {
    return this.#follower.stop();
  }

  /** How the delivery ended; undefined while it did not, or where that is not remembered. */
  end(id: string): DeliveryEnd | undefined {
    const end = this.#ends.get(id);
    return end !== undefined && end.atMs >= (this.#putBack.get(id) ?? 0) ? end : undefined;
  }

  /** Whether an attempt at the delivery failed, as far as that is remembered: what it tells may be known already. */
  wasTried(id: string): boolean {
    return this.#tried.has(id);
  }

  /** What a thread at a destination began with; undefined where it did not, or where that is not remembered. */
  threadStart(destination: string, thread: string): ThreadStart | undefined {
    return this.#threads.get(threadKey(destination, thread));
  }

  /** Resolves when the events are durable. */
  async append(events: readonly DeliveryEvent[]): Promise<void> {
    await this.#log.publish(
      topics.deliveries,
      events.map((event) => ({
        ...{ key: `${event.id}:${event.attempt}:${event.state}`, headers: {} },
        value: encoder.encode(JSON.stringify(event)),
      })),
    );
    for (const event of events) this.#remember(event);
  }

  #remember(event: DeliveryEvent): void {
    const { id, state, replays = 0 } = event;
    const atMs = Date.parse(event.at);
    if (event.thread !== undefined && event.receipt !== undefined) {
      const start = { receipt: event.receipt, atMs };
      keep(this.#threads, threadKey(event.destination, event.thread), start, maxThreads);
    }
    switch (state) {
      case 'retry':
        keep(this.#tried, id, true, maxRemembered);
        return;
      case 'replayed':
        if (atMs > (this.#putBack.get(id) ?? 0)) keep(this.#putBack, id, atMs, maxRemembered);
        return;
      case 'delivered':
      case 'dead':
      case 'muted': {
        if (atMs < (this.#ends.get(id)?.atMs ?? 0)) return;
        const { mutedBy, digest } = event;
        const end = { state, replays, atMs, inDigest: digest !== undefined };
        keep(this.#ends, id, { ...end, ...(mutedBy !== undefined && { mutedBy }) }, maxRemembered);
        return;
      }
      default:
        state satisfies never;
    }
  }
}

function threadKey(destination: string, thread: string): string {
  return `${destination} ${thread}`;
}

/** Newest last; the oldest goes where there are too many. */
function keep<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= most) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}

/** Undefined for a message of another version: it says nothing to us, and the delivery is then simply tried. */
function parse(value: Uint8Array): DeliveryEvent | undefined {
  try {
    return DeliveryEvent.safeParse(JSON.parse(new TextDecoder().decode(value))).data;
  } catch {
    return undefined;
  }
}
