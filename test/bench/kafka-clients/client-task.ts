import type { KafkaClientName } from '@trailhound/adapter-kafka';

/** What a client process is to do. */
export interface ClientTask {
  readonly kind: 'produce' | 'consume' | 'recover';
  readonly client: KafkaClientName;
  readonly broker: string;
  readonly topicPrefix: string;
  /** Records to publish, as JSON lines. */
  readonly recordsFile: string;
}

export interface Transferred {
  readonly recordsPerSecond: number;
  /** CPU time of the process per record. */
  readonly cpuMicroseconds: number;
  readonly peakMegabytes: number;
}

/** When the first message after the outage was acknowledged, and read; epoch milliseconds. */
export interface Recovered {
  readonly writtenAgainMs: number;
  readonly readAgainMs: number;
}
