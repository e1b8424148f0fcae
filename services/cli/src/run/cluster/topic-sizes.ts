import type { TopicSizes } from '@trailhound/adapter-kafka';
import type { Config } from '@trailhound/runtime';

/** What the configuration says of the sizes of topics. */
export function topicSizes({
  partitions,
  replicationFactor,
  minInSyncReplicas,
}: NonNullable<Config['kafka']>): TopicSizes {
  return {
    partitions,
    ...(replicationFactor !== undefined && { replicationFactor }),
    ...(minInSyncReplicas !== undefined && { minInSyncReplicas }),
  };
}
