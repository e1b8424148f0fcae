import { CloudTrailClient, CloudTrailServiceException, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { type EventHistory, EventHistoryError, type HistorySlice } from '@trailhound/ports';
import { type AwsConnection, clientSettings } from './aws-connection.js';

/** The most LookupEvents answers at once. */
const pageSize = 50;

/**
 * The event history of a region, as `cloudtrail:LookupEvents` tells it. Throttled requests are made again by the SDK, up to
 * 8 times with adaptive back-off, before they fail.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export function eventHistoryOfAws(
  connection: AwsConnection & { readonly region: string },
  env: NodeJS.ProcessEnv = process.env,
): EventHistory {
  const client = new CloudTrailClient(clientSettings('CLOUDTRAIL', connection, env));
  const { region, role } = connection;
  return {
    region,
    role: role?.arn,
    async page(slice, next, abortSignal) {
      try {
        const answer = await client.send(new LookupEventsCommand(asked(slice, next)), { abortSignal });
        const events = (answer.Events ?? []).map(({ EventId, CloudTrailEvent }) => ({
          ...{ id: EventId, record: CloudTrailEvent },
        }));
        return { events, next: answer.NextToken };
      } catch (error) {
        throw explained(error, region);
      }
    },
    async close() {
      client.destroy();
    },
  };
}

/** A token is refused unless everything else is as it was when it was given out. */
function asked({ category, fromMs, toMs }: HistorySlice, next: string | undefined) {
  return {
    ...{ StartTime: new Date(fromMs), EndTime: new Date(toMs), MaxResults: pageSize, NextToken: next },
    ...(category === 'insight' && { EventCategory: 'insight' as const }),
  };
}

function explained(error: unknown, region: string): EventHistoryError {
  const name = error instanceof Error ? error.name : '';
  const words = error instanceof Error ? error.message : String(error);
  const status = error instanceof CloudTrailServiceException ? error.$metadata.httpStatusCode : undefined;
  const cause = { cause: error };
  if (name === 'CredentialsProviderError') {
    const message = `no AWS credentials were found for cloudtrail:LookupEvents in ${region}: set AWS_PROFILE, AWS_ACCESS_KEY_ID or a role (${words})`;
    return new EventHistoryError('access_denied', message, cause);
  }
  if (/AccessDenied|UnrecognizedClient|InvalidClientTokenId|ExpiredToken|OptInRequired/i.test(name) || status === 403) {
    const message = `cloudtrail:LookupEvents in ${region} is denied: grant it to the role (${words})`;
    return new EventHistoryError('access_denied', message, cause);
  }
  if (/Throttl|TooManyRequests|RequestLimitExceeded/i.test(name) || status === 429) {
    const message = `cloudtrail:LookupEvents in ${region} is throttled: others use up the two requests a second of the account (${words})`;
    return new EventHistoryError('throttled', message, cause);
  }
  return new EventHistoryError('environment', `cloudtrail:LookupEvents in ${region} failed: ${words || name}`, cause);
}
