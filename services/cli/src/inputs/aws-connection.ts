import type { AwsConnection } from '@trailhound/adapter-aws';
import type { AwsAccess } from '@trailhound/collector';

/** What a configuration says of how something of AWS is reached, as the adapter takes it. */
export function connectionOf({ region, endpoint, role, externalId }: AwsAccess): AwsConnection {
  return {
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint }),
    ...(role !== undefined && { role: { arn: role, ...(externalId !== undefined && { externalId }) } }),
  };
}
