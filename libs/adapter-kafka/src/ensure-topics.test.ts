import { expect, it } from 'vitest';
import type { ClusterAdmin, NewTopic } from './client.js';
import { ensureTopics } from './ensure-topics.js';
import { isPassing } from './kafka-errors.js';

/** An admin of a cluster without topics, with so many brokers. */
function admin(brokers: number): ClusterAdmin & { readonly made: NewTopic[] } {
  const made: NewTopic[] = [];
  const unasked = () => Promise.reject(new Error('nobody asks for this'));
  return {
    made,
    topics: async () => [],
    brokers: async () => brokers,
    async createTopic(topic) {
      made.push(topic);
      return true;
    },
    ...{ describeTopics: unasked, growTopic: unasked, configureTopic: unasked, bounds: unasked },
    ...{ offsetsForTime: unasked, committed: unasked, disconnect: async () => undefined },
  };
}

it('topics have as many copies as there are brokers, three at most', async () => {
  for (const [brokers, copies] of [
    [1, 1],
    [2, 2],
    [5, 3],
  ] as const) {
    const cluster = admin(brokers);
    await ensureTopics(cluster, { prefix: '', create: true });
    expect(new Set(cluster.made.map(({ replicationFactor }) => replicationFactor))).toEqual(new Set([copies]));
  }
});

it('a broker that dies between the question and the topic is waited for, where nobody said how many copies there should be', async () => {
  const refusal = Object.assign(new Error('Replication-factor is invalid'), {
    type: 'INVALID_REPLICATION_FACTOR',
    retriable: false,
  });
  const cluster = { ...admin(1), createTopic: () => Promise.reject(new Error('words', { cause: refusal })) };
  const failure = (options: object) =>
    ensureTopics(cluster, { prefix: '', create: true, ...options }).catch((error: unknown) => error);
  expect(isPassing(await failure({}))).toBe(true);
  expect(isPassing(await failure({ replicationFactor: 3 }))).toBe(false);
});

it('while a cluster says that none of its brokers is alive, no topic is asked for, and whoever asked tries again', async () => {
  const cluster = admin(0);
  const failure = await ensureTopics(cluster, { prefix: '', create: true }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Error);
  expect(isPassing(failure)).toBe(true);
  expect(cluster.made).toEqual([]);
});
