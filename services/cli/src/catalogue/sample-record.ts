import { type CatalogueEvent, sampleValue } from '@trailhound/catalogue';
import { envelopeOf, isJsonObject, type JsonObject } from '@trailhound/cloudtrail';
import { type CloudTrailRecord, cloudTrailRecord, consoleLogin } from '@trailhound/testkit';

/**
 * A record as CloudTrail would write it for this event, with made-up content: the same each time. A member stands in it
 * because the service has it, not because one request would hold them all.
 */
export function sampleRecord(event: CatalogueEvent): CloudTrailRecord {
  const { source, names, kind, readOnly } = event;
  if (names[0] === 'ConsoleLogin') return consoleLogin();
  const [request] = event.requests;
  const [response] = event.responses;
  return cloudTrailRecord({
    eventSource: source,
    eventName: names[0],
    readOnly: readOnly.value,
    requestParameters: request === undefined ? null : objectOrNull(sampleValue(request)),
    responseElements: response === undefined ? null : objectOrNull(sampleValue(response)),
    ...(kind === 'signIn' && { eventType: 'AwsConsoleSignIn' }),
    ...(kind === 'service' && { eventType: 'AwsServiceEvent' }),
  });
}

/** The same in the form in which EventBridge delivers it. */
export function sampleEnvelope(event: CatalogueEvent): JsonObject {
  return envelopeOf(sampleRecord(event));
}

/** CloudTrail writes null where there is nothing to write. */
function objectOrNull(value: unknown): JsonObject | null {
  return isJsonObject(value) && Object.keys(value).length > 0 ? value : null;
}
