import { describe, expect, it } from 'vitest';
import type { DescribedTopic, NewTopic } from './client.js';
import { planTopics } from './topic-plan.js';

const wanted: NewTopic = {
  ...{ name: 'alerts', partitions: 6, replicationFactor: 3 },
  config: {
    'cleanup.policy': 'delete',
    'retention.ms': '1000',
    'max.message.bytes': '2000',
    'compression.type': 'gzip',
    'min.insync.replicas': '2',
  },
};
const compacted: NewTopic = { ...wanted, config: { ...wanted.config, 'cleanup.policy': 'compact,delete' } };

function found(config: Readonly<Record<string, string>> = {}, more: Partial<DescribedTopic> = {}): DescribedTopic {
  const { name, partitions, replicationFactor } = wanted;
  return {
    name,
    partitions,
    replicationFactor,
    config: new Map(Object.entries({ ...wanted.config, ...config })),
    ...more,
  };
}

const plan = (topic: NewTopic, existing: DescribedTopic) =>
  planTopics([topic], new Map([[existing.name, existing]])).map((one) => {
    const { kind, name } = one;
    expect(name).toBe('alerts');
    if (kind === 'create') return kind;
    return `${kind} ${'key' in one ? one.key : 'partitions'} ${one.from} → ${one.to}`;
  });

describe('the difference between topics as they are and as they are documented', () => {
  it('is a topic to be made where there is none', () => {
    expect(planTopics([wanted], new Map())).toEqual([{ kind: 'create', name: 'alerts', topic: wanted }]);
  });

  it.each<[string, NewTopic, DescribedTopic, readonly string[]]>([
    ['nothing where all is as documented', wanted, found(), []],
    [
      'nothing where the policies stand in another order',
      compacted,
      found({ 'cleanup.policy': 'delete, compact' }),
      [],
    ],
    [
      'nothing where there is more of what loses nothing',
      wanted,
      found(
        { 'retention.ms': '9000', 'max.message.bytes': '10000000', 'min.insync.replicas': '3' },
        { partitions: 50, replicationFactor: 5 },
      ),
      [],
    ],
    ['nothing where messages are kept for ever', wanted, found({ 'retention.ms': '-1' }), []],
    [
      'a setting that keeps too little, or is another',
      wanted,
      found({ 'retention.ms': '999', 'compression.type': 'producer' }),
      ['set retention.ms 999 → 1000', 'set compression.type producer → gzip'],
    ],
    ['partitions to be added', wanted, found({}, { partitions: 5 }), ['grow partitions 5 → 6']],
    [
      'for a person where a compacted topic has too few partitions',
      compacted,
      found({ 'cleanup.policy': 'compact,delete' }, { partitions: 1 }),
      ['manual partitions 1 → 6'],
    ],
    [
      'for a person where another policy would delete messages',
      compacted,
      found(),
      ['manual cleanup.policy delete → compact,delete'],
    ],
    [
      'for a person where copies are missing, and never more in-sync copies than there are copies',
      wanted,
      found({ 'min.insync.replicas': '1' }, { replicationFactor: 1 }),
      ['manual replicas 1 → 3'],
    ],
  ])('is %s', (_, topic, existing, differences) => {
    expect(plan(topic, existing)).toEqual(differences);
  });
});
