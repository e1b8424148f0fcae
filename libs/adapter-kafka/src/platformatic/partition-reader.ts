import { setTimeout as sleep } from 'node:timers/promises';
import { type Consumer, type fetchV17, findErrorBy } from '@platformatic/kafka';
import { fetchBytes, fetchWaitMs, type MemberEvents, partitionsAtOnce } from '../client.js';
import { KafkaFailure } from './failures.js';
import { Lane } from './lane.js';

export interface PartitionReaderParts {
  /** Fetches; its connections are for that alone, since a fetch keeps others waiting behind it. */
  readonly consumer: Consumer;
  readonly topic: string;
  readonly events: MemberEvents;
  /** A handler learned that the group has moved on. */
  readonly moved: () => void;
}

type FetchResponse = fetchV17.FetchResponse;

/** How long a broker waits for messages while a partition that is not asked for may become so at any time. */
const shortWaitMs = 20;
const longestPauseMs = 2000;
const offsetOutOfRange = 1;

interface Asked {
  readonly lane: Lane;
  readonly turn: number;
}

/**
 * Reads the partitions of one assignment: fetches each from its leader while the batch before is handled, and hands
 * batches over, some partitions at a time. It uses the client's fetch rather than its stream of messages: pausing and
 * seeking act at once, batches stay batches, and what was fetched and not handled is never taken for read.
 */
export class PartitionReader {
  readonly #over = new AbortController();
  readonly #fetching = new Set<number>();
  #lanes: readonly Lane[] = [];
  #isPaused: boolean;
  #isLooking = false;
  #failures = 0;
  #firstLane = 0;

  constructor(
    private readonly parts: PartitionReaderParts,
    isPaused: boolean,
  ) {
    this.#isPaused = isPaused;
  }

  start(positions: ReadonlyMap<number, bigint>): void {
    this.#lanes = [...positions].map(([partition, offset]) => new Lane(partition, offset));
    this.#goOn();
  }

  stop(): void {
    this.#over.abort();
  }

  seek(partition: number, offset: bigint): void {
    this.#lanes.find((lane) => lane.partition === partition)?.moveTo(offset);
    this.#goOn();
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#goOn();
  }

  /** Starts whatever can be started by now. */
  #goOn(): void {
    if (this.#over.signal.aborted || this.#isPaused) return;
    this.#handOver();
    void this.#fetchWhatIsMissing();
  }

  /** Partitions take turns, so that a busy one does not keep the others waiting. */
  #handOver(): void {
    const busy = () => this.#lanes.filter(({ isBusy }) => isBusy).length;
    for (let at = 0; at < this.#lanes.length && busy() < partitionsAtOnce; at += 1) {
      const lane = this.#lanes[(this.#firstLane + at) % this.#lanes.length];
      if (!lane?.isFull || lane.isBusy) continue;
      this.#firstLane = (this.#firstLane + at + 1) % this.#lanes.length;
      void this.#deliver(lane);
    }
  }

  async #deliver(lane: Lane): Promise<void> {
    const batch = lane.take();
    if (!batch) return;
    const { turn } = lane;
    lane.isBusy = true;
    try {
      await this.parts.events.batch(batch, {
        isOver: () => this.#over.signal.aborted || lane.turn !== turn,
        resolve: () => undefined,
        // The client tells the group by itself that this member lives.
        heartbeat: () => Promise.resolve(),
      });
    } catch {
      this.stop();
      this.parts.moved();
    } finally {
      lane.isBusy = false;
      this.#goOn();
    }
  }

  async #fetchWhatIsMissing(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      const { consumer, topic } = this.parts;
      const metadata = (await consumer.metadata({ topics: [topic] })).topics.get(topic);
      if (!metadata || this.#over.signal.aborted) return;
      const hungry = this.#isPaused ? [] : this.#lanes.filter(({ isFull }) => !isFull);
      const byLeader = Map.groupBy(hungry, ({ partition }) => metadata.partitions[partition]?.leader ?? -1);
      for (const [leader, lanes] of byLeader)
        if (!this.#fetching.has(leader)) void this.#fetch(leader, metadata.id, lanes);
    } catch (error) {
      void this.#afterAPause(error);
    } finally {
      this.#isLooking = false;
    }
  }

  async #fetch(leader: number, topicId: string, lanes: readonly Lane[]): Promise<void> {
    this.#fetching.add(leader);
    const asked = new Map<number, Asked>(lanes.map((lane) => [lane.partition, { lane, turn: lane.turn }]));
    const partitions = lanes.map(({ partition, position }) => ({
      ...{ partition, fetchOffset: position, partitionMaxBytes: fetchBytes },
      ...{ currentLeaderEpoch: -1, lastFetchedEpoch: -1 },
    }));
    let failure: unknown;
    try {
      const maxWaitTime = lanes.length < this.#lanes.length ? shortWaitMs : fetchWaitMs;
      const options = { node: leader, topics: [{ topicId, partitions }], maxWaitTime, minBytes: 1 };
      await this.#take(await this.parts.consumer.fetch(options), asked);
      this.#failures = 0;
      this.parts.events.answered();
    } catch (error) {
      // The error of one partition comes with what was read of the others.
      const response = responseIn(error);
      const taken = response && (await this.#take(response, asked).catch((reason: unknown) => reason));
      const isOnlyOutOfRange = response?.responses.every(({ partitions: all }) =>
        all.every(({ errorCode }) => errorCode === 0 || errorCode === offsetOutOfRange),
      );
      failure = isOnlyOutOfRange && response?.errorCode === 0 ? taken : error;
    } finally {
      this.#fetching.delete(leader);
    }
    if (failure === undefined) this.#goOn();
    else await this.#afterAPause(failure);
  }

  async #take({ responses }: FetchResponse, asked: ReadonlyMap<number, Asked>): Promise<void> {
    for (const partition of responses.flatMap(({ partitions }) => partitions)) {
      const { lane, turn } = asked.get(partition.partitionIndex) ?? {};
      if (!lane || lane.turn !== turn || this.#over.signal.aborted) continue;
      if (partition.errorCode === 0) lane.fill(partition);
      else if (partition.errorCode === offsetOutOfRange)
        lane.moveTo(await this.parts.events.outOfRange(lane.partition, lane.position));
    }
  }

  /** Waits and goes on, unless the broker refuses for good. */
  async #afterAPause(error: unknown): Promise<void> {
    const { signal } = this.#over;
    if (signal.aborted || findErrorBy(error as Error, 'closed', true)) return;
    const failure = new KafkaFailure(error);
    if (failure.type !== '' && !failure.retriable) return this.parts.events.failed(failure);
    this.parts.events.unanswered(failure);
    this.parts.consumer.clearMetadata();
    const pauseMs = Math.min(100 * 2 ** this.#failures, longestPauseMs);
    this.#failures += 1;
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    this.#goOn();
  }
}

function responseIn(error: unknown): FetchResponse | undefined {
  return error instanceof Error && 'response' in error ? (error.response as FetchResponse | undefined) : undefined;
}
