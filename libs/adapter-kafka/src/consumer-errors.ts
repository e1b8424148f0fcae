/** The client stopped making progress, or stopped for good; the process should end and be started again. */
export class ConsumerStalled extends Error {
  override readonly name = 'ConsumerStalled';
  readonly code = 'LOG_CONSUMER_STALLED';
}

/** A commit for a partition that was taken away: its owner reads on from the last commit. */
export class PartitionLost extends Error {
  override readonly name = 'PartitionLost';
  readonly code = 'LOG_PARTITION_LOST';
  readonly type = 'REBALANCE_IN_PROGRESS';
}
