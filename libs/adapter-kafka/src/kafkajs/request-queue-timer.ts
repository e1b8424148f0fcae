import { createRequire } from 'node:module';

interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
}

/** How soon a full queue is looked at again; what kafkajs itself uses. */
const checkIntervalMs = 10;
let mended = false;

/**
 * Mends a timer of kafkajs 2.2.4: its request queue re-arms a timer with a negative delay after every response, even with
 * nothing to send, which Node 24 answers with TimeoutNegativeWarning and a wake-up each millisecond (kafkajs issues 1751
 * and 1768). The queue needs the timer only while requests wait. Idempotent.
 */
export function mendRequestQueueTimer(): void {
  if (mended) return;
  mended = true;
  const queue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as {
    readonly prototype: { scheduleCheckPendingRequests(this: RequestQueue): void };
  };
  queue.prototype.scheduleCheckPendingRequests = function schedule(this: RequestQueue) {
    if (this.throttleCheckTimeoutId !== null || this.pending.length === 0) return;
    const throttledMs = this.throttledUntil - Date.now();
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null;
        this.checkPendingRequests();
      },
      throttledMs > 0 ? throttledMs : checkIntervalMs,
    );
  };
}
