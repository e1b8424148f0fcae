import type { Clock, Logger, MessageQueue, QueueMessage } from '@trailhound/ports';

export interface HeldMessages {
  /** From here on the message stays hidden from others, until `release`. */
  hold(message: QueueMessage): void;
  release(message: QueueMessage): void;
  /** Gives all that are held back to the queue, for another collector to take at once. */
  close(): Promise<void>;
}

/** A third of the visibility: two beats may fail before another collector is given the message. */
const beatsPerVisibility = 3;

/**
 * Keeps the messages in hand hidden while they are worked on, however long that takes. A beat that fails costs at most
 * that somebody else reads the same objects again.
 */
export function holdMessages(
  queue: Pick<MessageQueue, 'hide' | 'name'>,
  visibilityMs: number,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
): HeldMessages {
  const held = new Set<string>();
  const closing = new AbortController();

  async function beat(): Promise<void> {
    while (!closing.signal.aborted) {
      await clock.sleep(visibilityMs / beatsPerVisibility, closing.signal);
      if (closing.signal.aborted || held.size === 0) continue;
      try {
        await queue.hide([...held], visibilityMs);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        logger.warn({ queue: queue.name, reason }, 'messages in hand could not be kept hidden');
      }
    }
  }
  void beat();

  return {
    hold: ({ receipt }) => void held.add(receipt),
    release: ({ receipt }) => void held.delete(receipt),
    async close() {
      closing.abort();
      // Where that fails they come again when their visibility ends.
      await queue.hide([...held], 0).catch(() => undefined);
      held.clear();
    },
  };
}
