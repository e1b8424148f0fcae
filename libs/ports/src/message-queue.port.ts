/** A message taken from a queue, hidden from other takers until its visibility ends. */
export interface QueueMessage {
  readonly id: string;
  /** Stands for this taking of the message in `hide` and `remove`. */
  readonly receipt: string;
  readonly body: string;
  /** When it was put into the queue, epoch milliseconds. */
  readonly sentMs: number;
  /** How often it was taken, this time included; 1 or more. */
  readonly receives: number;
}

/** Why a queue did not do as asked. Each may heal: a permission, a name corrected, a network. Wait and try again. */
export class MessageQueueError extends Error {
  override readonly name = 'MessageQueueError';
  constructor(
    readonly kind: 'access_denied' | 'no_such_queue' | 'environment',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A queue whose messages come again until they are removed. Passing faults are retried inside; what remains is a MessageQueueError. */
export interface MessageQueue {
  /** As a person would look it up. */
  readonly name: string;
  /**
   * Waits for messages, up to 20 s, and takes at most `max` (1 to 10) of them, each hidden for `visibilityMs`; none where
   * none came, or where the signal aborted.
   */
  receive(max: number, visibilityMs: number, signal: AbortSignal): Promise<readonly QueueMessage[]>;
  /** Hides messages for so long from now; 0 gives them back at once. One that is gone or was taken again is passed over. */
  hide(receipts: readonly string[], visibilityMs: number): Promise<void>;
  /** The message is done with. One that is gone already is fine. */
  remove(receipt: string): Promise<void>;
  close(): Promise<void>;
}
