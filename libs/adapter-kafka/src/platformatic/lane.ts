import type { fetchV17 } from '@platformatic/kafka';
import type { FetchedBatch } from '../client.js';
import { logRecords, offsetAfter } from './log-record.js';

/** One partition of an assignment on its way: where it is fetched, and what was fetched and not handed over yet. */
export class Lane {
  isBusy = false;
  #buffered: FetchedBatch | undefined;
  /** Grows with each seek: what was asked for before is not wanted after. */
  #turn = 0;

  constructor(
    readonly partition: number,
    private next: bigint,
  ) {}

  get position(): bigint {
    return this.next;
  }

  get turn(): number {
    return this.#turn;
  }

  get isFull(): boolean {
    return this.#buffered !== undefined;
  }

  take(): FetchedBatch | undefined {
    const batch = this.#buffered;
    this.#buffered = undefined;
    return batch;
  }

  fill({ records, highWatermark }: fetchV17.FetchResponsePartition): void {
    const from = this.next;
    const batches = records ?? [];
    const last = batches.at(-1);
    if (last) this.next = offsetAfter(last);
    const messages = batches.flatMap((batch) => logRecords(batch, from));
    if (messages.length > 0)
      this.#buffered = { partition: this.partition, records: messages, endOffset: highWatermark };
  }

  moveTo(offset: bigint): void {
    this.next = offset;
    this.#buffered = undefined;
    this.#turn += 1;
  }
}
