import { isInsight } from './insight.js';
import { type JsonObject, own, ownText } from './json-object.js';

/**
 * The EventBridge form of a record, for languages whose paths start at the event bus. Members the record gives no text
 * for are left out.
 * Shape: https://docs.aws.amazon.com/eventbridge/latest/ref/events-structure.html
 */
export function envelopeOf(record: JsonObject): JsonObject {
  const members: [string, unknown][] = [
    ['version', '0'],
    ['id', own(record, 'eventID')],
    ['detail-type', detailType(record)],
    ['source', busSource(record)],
    ['account', own(record, 'recipientAccountId')],
    ['time', own(record, 'eventTime')],
    ['region', own(record, 'awsRegion')],
    ['resources', []],
    ['detail', record],
  ];
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html */
function detailType(record: JsonObject): string {
  if (isInsight(record)) return 'AWS Insight via CloudTrail';
  if (own(record, 'eventSource') === 'signin.amazonaws.com') return 'AWS Console Sign In via CloudTrail';
  if (own(record, 'eventType') === 'AwsServiceEvent') return 'AWS Service Event via CloudTrail';
  return 'AWS API Call via CloudTrail';
}

function busSource(record: JsonObject): string | undefined {
  if (isInsight(record)) return 'aws.cloudtrail';
  const eventSource = ownText(record, 'eventSource');
  return eventSource === undefined ? undefined : `aws.${eventSource.split('.', 1)[0]}`;
}
