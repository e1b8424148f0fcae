import { type NoticeRemark, parseNotice, redactText } from '@trailhound/cloudtrail';
import { type Clock, type Logger, type MessageQueue, MessageQueueError, type QueueMessage } from '@trailhound/ports';
import { type InputItem, type ReadOptions, readInput } from '../../read/read-input.js';
import type { Trouble } from '../../trouble/trouble.js';
import type { Input, InputOutcome, Source } from '../source.js';
import { holdMessages } from './held-messages.js';
import { type BucketReader, noticedInput } from './noticed-object.js';

export interface SqsSourceOptions extends ReadOptions {
  readonly queue: MessageQueue;
  /** The store each bucket is read from; undefined for buckets the configuration does not name. */
  readonly bucketReader: BucketReader;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly trouble: Trouble;
  /** How long a message is hidden from others at a time; extended while it is worked on. Default 5 minutes. */
  readonly visibilityMs?: number;
  /** Objects read at once. Default 8. */
  readonly concurrency?: number;
  readonly backfill?: boolean;
  readonly notify?: boolean;
}

const defaultVisibilityMs = 5 * 60_000;
const defaultConcurrency = 8;
const firstWaitMs = 1_000;
const longestWaitMs = 60_000;
/** A message that could not be worked comes again after this, doubled each time, up to the second. */
const firstReturnMs = 5_000;
const longestReturnMs = 15 * 60_000;
const maxExcerpt = 4_096;
const encoder = new TextEncoder();

/**
 * A queue of notices about new objects, and of events that are records themselves. A message is removed when every record
 * it leads to is durable in the log; until then it is kept hidden, and comes again where this process dies. What it names
 * and cannot be read now goes back to the queue and comes again later; what never will be read goes to quarantine.
 */
export function sqsSource(options: SqsSourceOptions): Source {
  const { queue, clock, logger, trouble, concurrency = defaultConcurrency } = options;
  const { visibilityMs = defaultVisibilityMs, backfill = false, notify = false } = options;

  async function* inputs(signal: AbortSignal = new AbortController().signal): AsyncGenerator<Input> {
    const held = holdMessages(queue, visibilityMs, { clock, logger });
    let waitMs = firstWaitMs;
    try {
      while (!signal.aborted) {
        let messages: readonly QueueMessage[];
        try {
          messages = await queue.receive(Math.min(concurrency, 10), visibilityMs, signal);
          trouble.over('sqs', queue.name);
          waitMs = firstWaitMs;
        } catch (error) {
          if (!(error instanceof MessageQueueError)) throw error;
          trouble.met('sqs', queue.name, error.message);
          await clock.sleep(waitMs, signal);
          waitMs = Math.min(2 * waitMs, longestWaitMs);
          continue;
        }
        for (const message of messages) held.hold(message);
        for (const message of messages) {
          yield* messageInputs(message, async (isDone) => {
            if (isDone) await remove(message);
            else await giveBack(message);
            held.release(message);
          });
        }
      }
    } finally {
      await held.close();
    }
  }

  /** What a message leads to; `end` is called once, when all of it is settled. */
  function messageInputs(message: QueueMessage, end: (isDone: boolean) => Promise<void>): Input[] {
    const name = `${queue.name}#${message.id}`;
    const notice = parseNotice(message.body);
    const own = (read: Input['read']): Omit<Input, 'settle'> => ({ name, deliveredMs: message.sentMs, read });
    const parts: Omit<Input, 'settle'>[] = [];
    if (notice.kind === 'content') parts.push(own(() => readInput(name, bodyOf(message), options)));
    else if (notice.kind === 'bad') parts.push(own(() => remarked([notice], message)));
    else {
      if (notice.remarks.length > 0) parts.push(own(() => remarked(notice.remarks, message)));
      for (const object of notice.objects) parts.push(noticedInput(object, message, options));
      if (parts.length === 0) parts.push(own(() => remarked([emptyNotice], message)));
    }
    let open = parts.length;
    let isDone = true;
    return parts.map((part) => ({
      ...part,
      async settle(outcome: InputOutcome) {
        if (outcome.kind === 'collected') trouble.over('sqs', part.name);
        else {
          isDone = false;
          trouble.met('sqs', part.name, outcome.message);
        }
        open -= 1;
        if (open === 0) await end(isDone);
      },
    }));
  }

  /** A message that cannot be removed now comes again, and its records under the same uids. */
  async function remove(message: QueueMessage): Promise<void> {
    try {
      await queue.remove(message.receipt);
    } catch (error) {
      trouble.met('sqs', queue.name, error instanceof Error ? error.message : String(error));
    }
  }

  async function giveBack(message: QueueMessage): Promise<void> {
    const afterMs = Math.min(firstReturnMs * 2 ** Math.min(message.receives - 1, 10), longestReturnMs);
    try {
      await queue.hide([message.receipt], afterMs);
    } catch {
      // It comes again when its visibility ends.
    }
  }

  return { kind: 'sqs', concurrency, isLasting: true, backfill, notify, inputs };
}

const emptyNotice: NoticeRemark = { kind: 'bad', message: 'a notification that names no object' };

async function* bodyOf({ body }: QueueMessage): AsyncGenerator<Uint8Array> {
  yield encoder.encode(body);
}

async function* remarked(
  remarks: readonly NoticeRemark[],
  { body }: QueueMessage,
): AsyncGenerator<readonly InputItem[]> {
  yield remarks.map((remark, index): InputItem => {
    const { message } = remark;
    if (remark.kind === 'skipped') return { kind: 'skipped', index, offset: 0, reason: remark.reason, message };
    return {
      kind: 'rejected',
      offset: 0,
      reason: 'bad_message',
      message,
      excerpt: redactText(body.slice(0, maxExcerpt)),
    };
  });
}
