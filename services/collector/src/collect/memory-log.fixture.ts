import type { Topic } from '@trailhound/contracts';
import type { CheckpointStore, Clock, LogMessage, RecordLog } from '@trailhound/ports';
import type { CollectorMetrics } from './collector-metrics.js';

/** A log that remembers what was published; reading it back is not needed here. */
export class MemoryLog implements RecordLog {
  readonly published: { readonly topic: Topic; readonly messages: readonly LogMessage[] }[] = [];
  /** Called before a batch counts as durable; may throw. */
  onPublish: (topic: Topic, messages: readonly LogMessage[]) => void | Promise<void> = () => undefined;

  async publish(topic: Topic, messages: readonly LogMessage[]): Promise<void> {
    await this.onPublish(topic, messages);
    this.published.push({ topic, messages });
  }

  messages(topic: Topic): LogMessage[] {
    return this.published.filter((batch) => batch.topic === topic).flatMap((batch) => batch.messages);
  }

  consumer(): never {
    throw new Error('nothing is read here');
  }
  offsetsForTime = async () => new Map<number, bigint>();
  bounds = async () => new Map<number, { first: bigint; next: bigint }>();
  ping = async () => undefined;
  close = async () => undefined;
}

export class MemoryCheckpoints implements CheckpointStore {
  readonly values = new Map<string, string>();
  get = async (scope: string, key: string) => this.values.get(`${scope} ${key}`);
  async set(scope: string, key: string, value: string): Promise<void> {
    this.values.set(`${scope} ${key}`, value);
  }
  async replace(scope: string, key: string, expected: string | undefined, value: string): Promise<boolean> {
    if (this.values.get(`${scope} ${key}`) !== expected) return false;
    await this.set(scope, key, value);
    return true;
  }
}

/** Every count by its name and labels. */
export function countingMetrics(): CollectorMetrics & { readonly counts: Record<string, number> } {
  const counts: Record<string, number> = {};
  const add = (name: string, by = 1): void => {
    counts[name] = (counts[name] ?? 0) + by;
  };
  return {
    counts,
    collected: (source, records) => add(`collected ${source}`, records),
    skipped: (reason) => add(`skipped ${reason}`),
    quarantined: (reason) => add(`quarantined ${reason}`),
    irregular: (kind) => add(`irregular ${kind}`),
    input: (source, result) => add(`input ${source} ${result}`),
    lag: () => add('lag'),
  };
}

export const silentLogger = { debug: () => undefined, info: () => undefined, warn: () => undefined };

export const fixedClock: Clock = { now: () => Date.parse('2026-06-01T00:00:00Z'), sleep: async () => undefined };
