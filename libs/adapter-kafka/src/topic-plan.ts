import type { DescribedTopic, NewTopic } from './client.js';

/** What lies between a topic as it is and as it is documented. Values are Kafka's own texts and units. */
export type TopicDifference =
  | { readonly kind: 'create'; readonly name: string; readonly topic: NewTopic }
  | { readonly kind: 'grow'; readonly name: string; readonly from: number; readonly to: number }
  | { readonly kind: 'set'; readonly name: string; readonly key: string; readonly from: string; readonly to: string }
  /** What is not changed from here, because it would move or delete messages, with the reason. */
  | {
      readonly kind: 'manual';
      readonly name: string;
      readonly key: string;
      readonly from: string;
      readonly to: string;
      readonly why: string;
    };

/** Settings of which more than is documented loses nothing and is left as it is. */
const floors: ReadonlySet<string> = new Set([
  'retention.ms',
  'max.message.bytes',
  'min.compaction.lag.ms',
  'min.insync.replicas',
]);
/** As `retention.ms`: for ever. */
const unlimited = -1;

/**
 * What would have to change for `existing` to be as `wanted`, in the order of `wanted`. Nothing in it makes a topic smaller,
 * keeps messages for a shorter time or deletes any: more than is wanted is no difference.
 */
export function planTopics(
  wanted: readonly NewTopic[],
  existing: ReadonlyMap<string, DescribedTopic>,
): readonly TopicDifference[] {
  return wanted.flatMap((topic): readonly TopicDifference[] => {
    const found = existing.get(topic.name);
    if (found === undefined) return [{ kind: 'create', name: topic.name, topic }];
    return [...sizeDifferences(topic, found), ...settingDifferences(topic, found)];
  });
}

function* sizeDifferences(
  { name, partitions, replicationFactor, config }: NewTopic,
  found: DescribedTopic,
): Generator<TopicDifference> {
  if (found.partitions < partitions) {
    const isCompacted = policies(config['cleanup.policy']).has('compact');
    const sizes = { from: String(found.partitions), to: String(partitions) };
    const why = 'it is compacted: with more partitions the newest message of a key would lie beside an old one';
    if (isCompacted) yield { kind: 'manual', name, key: 'partitions', ...sizes, why };
    else yield { kind: 'grow', name, from: found.partitions, to: partitions };
  }
  if (found.replicationFactor < replicationFactor) {
    const sizes = { from: String(found.replicationFactor), to: String(replicationFactor) };
    const why = 'copies are placed with kafka-reassign-partitions';
    yield { kind: 'manual', name, key: 'replicas', ...sizes, why };
  }
}

function* settingDifferences({ name, config }: NewTopic, found: DescribedTopic): Generator<TopicDifference> {
  for (const [key, value] of Object.entries(config)) {
    // More in-sync copies than there are copies would refuse every message.
    const isCopies = key === 'min.insync.replicas';
    const to = isCopies ? String(Math.min(Number(value), found.replicationFactor)) : value;
    const from = found.config.get(key) ?? '';
    if (isEnough(key, from, to)) continue;
    const why = 'brokers would delete messages by another rule than the one they were kept under';
    if (key === 'cleanup.policy') yield { kind: 'manual', name, key, from, to, why };
    else yield { kind: 'set', name, key, from, to };
  }
}

function isEnough(key: string, from: string, to: string): boolean {
  if (key === 'cleanup.policy') {
    const [before, after] = [policies(from), policies(to)];
    return before.size === after.size && before.isSubsetOf(after);
  }
  if (from === '' || !floors.has(key)) return from === to;
  return (key === 'retention.ms' && Number(from) === unlimited) || Number(from) >= Number(to);
}

function policies(text = ''): ReadonlySet<string> {
  return new Set(text.split(',').map((policy) => policy.trim()));
}
