import type { LogBatch, LogConsumer, ObservedBatch } from '@trailhound/ports';

/** What part of a partition the state store is told of. */
export type Span = Pick<ObservedBatch, 'from' | 'to' | 'counted' | 'first'>;

/**
 * How far a partition is worked. Places move along it, never one past the next: what is committed, what the stamp of
 * the state covers, what is counted, and what is handled. Records without an effect on the state move the last one alone; the
 * others follow in fewer, larger steps. Whatever lies between is read again after a crash and changes nothing.
 */
export interface LogPosition {
  /** Everything before it is handled: evaluated, and every effect durable but the stamp's own move. */
  readonly handled: bigint;
  /** What to tell the state store in order to move the stamp to `handled`: it covers all that was handled since its last move. */
  spanHandled(): Span;
  /**
   * What to tell the state store of records before `to` that are counted now and whose alerts are not published yet. The stamp
   * moves with the counts, but not where the records were committed before and are read again only because the state was
   * lost: nothing but the stamp brings them again after a crash.
   */
  spanCounted(to: bigint): Span;
  /** The state store has taken the span. */
  told(span: Span): void;
  /** The store's stamp, undefined where it has none, is not where it was moved to: the store lost its end. */
  isLost(stamp: bigint | undefined): boolean;
  /** Every effect of the records before `to` is durable. */
  advance(to: bigint): void;
  /** The stamp is behind what is handled. */
  readonly isStampBehind: boolean;
  /** Something handled is not committed. */
  readonly isCommitBehind: boolean;
  /** Commits what is handled, unless an earlier run committed further already: a replay never moves that back. */
  commit(): Promise<void>;
  /** Takes up a batch that begins at `first`: whatever lies before it is handled, or will never come. */
  startAt(first: bigint): void;
  /** Reads on at `offset`, and what was handled stays handled. */
  readFrom(offset: bigint): void;
  /** Reads on where the stamp stands: what was handled since is to be evaluated anew. */
  seekStamp(): void;
  /** Reads on at `offset`. `rebuilt`: the state is empty on purpose, so its missing stamp is a beginning. */
  seek(offset: bigint, rebuilt: boolean): void;
}

/** Where reading of a partition stands, for one assignment of it: the log is asked, and the batch in hand not yet taken up. */
export async function openPosition(
  consumer: LogConsumer,
  { topic, partition, records, endOffset }: LogBatch,
): Promise<LogPosition> {
  const committed = await consumer.committed(topic, partition);
  return new Position(consumer, { topic, partition }, records[0]?.offset ?? endOffset, committed);
}

class Position implements LogPosition {
  readonly #consumer: LogConsumer;
  readonly #at: Pick<LogBatch, 'topic' | 'partition'>;
  #committed: bigint | undefined;
  #stamped: bigint;
  #counted: bigint;
  #handled: bigint;
  /** Some stamp must be there: one that is missing was lost. */
  #hasStamp: boolean;

  constructor(
    consumer: LogConsumer,
    at: Pick<LogBatch, 'topic' | 'partition'>,
    first: bigint,
    committed: bigint | undefined,
  ) {
    this.#consumer = consumer;
    this.#at = at;
    this.#committed = committed;
    this.#stamped = committed ?? first;
    this.#counted = this.#stamped;
    this.#handled = this.#stamped;
    this.#hasStamp = committed !== undefined;
  }

  get handled(): bigint {
    return this.#handled;
  }

  get isStampBehind(): boolean {
    return this.#stamped < this.#handled;
  }

  get isCommitBehind(): boolean {
    return this.#committed === undefined || this.#committed < this.#handled;
  }

  startAt(first: bigint): void {
    this.#handled = first;
    if (first < this.#stamped) this.#stamped = first;
    if (first < this.#counted) this.#counted = first;
  }

  spanHandled(): Span {
    return this.#span(this.#handled, this.#handled);
  }

  spanCounted(to: bigint): Span {
    const isRebuilt = this.#committed !== undefined && this.#stamped < this.#committed;
    return this.#span(isRebuilt ? this.#stamped : to, to);
  }

  told({ to, counted }: Span): void {
    this.#stamped = to;
    this.#counted = counted?.to ?? to;
    this.#hasStamp = true;
  }

  isLost(stamp: bigint | undefined): boolean {
    return stamp === undefined ? this.#hasStamp : stamp < this.#stamped;
  }

  advance(to: bigint): void {
    this.#handled = to;
  }

  async commit(): Promise<void> {
    const to = this.#handled;
    if (!this.isCommitBehind) return;
    await this.#consumer.commit(this.#at.topic, this.#at.partition, to);
    this.#committed = to;
  }

  seekStamp(): void {
    this.seek(this.#stamped, !this.#hasStamp);
  }

  seek(offset: bigint, rebuilt: boolean): void {
    this.#handled = offset;
    this.#stamped = offset;
    this.#counted = offset;
    this.#hasStamp = !rebuilt;
    this.readFrom(offset);
  }

  #span(stamp: bigint, counted: bigint): Span {
    const span = { from: this.#stamped, to: stamp, first: !this.#hasStamp };
    const isApart = this.#counted !== this.#stamped || counted !== stamp;
    return isApart ? { ...span, counted: { from: this.#counted, to: counted } } : span;
  }

  readFrom(offset: bigint): void {
    this.#consumer.seek(this.#at.topic, this.#at.partition, offset);
  }
}
