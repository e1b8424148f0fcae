import type { Logger } from '@trailhound/ports';

/** Messages that are not in the log any more, of which nobody says that they were read. */
export interface DeletedMessages {
  readonly topic: string;
  readonly partition: number;
  readonly expected: bigint;
  /** Where reading goes on. */
  readonly got: bigint;
  /** How many offsets are gone. */
  readonly lost: bigint;
}

/** Names them: whoever runs this must be able to find out what is missing. */
export function sayDeleted(logger: Logger, { topic, partition, expected, got, lost }: DeletedMessages): void {
  logger.error(
    { topic, partition, expected: String(expected), got: String(got), lost: String(lost) },
    'messages were deleted from the log before they were read (data_gap)',
  );
}
