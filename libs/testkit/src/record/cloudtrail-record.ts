import { canonicalJson } from '@trailhound/contracts';
import { seededRandom } from '../random.js';
import { isReadOnlyCall } from './read-only.js';
import { cloudTrailTime, defaultAccountId, type JsonObject } from './record-values.js';
import { iamUser, type UserIdentity } from './user-identity.js';

/** A CloudTrail record as AWS writes it: members in AWS's order, unknown ones allowed. */
export interface CloudTrailRecord extends JsonObject {
  readonly eventVersion: string;
  readonly userIdentity: UserIdentity;
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion: string;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly requestParameters: JsonObject | null;
  readonly responseElements: JsonObject | null;
  readonly eventID: string;
  readonly readOnly: boolean;
  readonly eventType: string;
  readonly recipientAccountId: string;
}

export interface RecordSpec {
  readonly eventName: string;
  /** With or without `.amazonaws.com`. */
  readonly eventSource: string;
  /** Default: IAM user `alice` of `accountId`. */
  readonly userIdentity?: UserIdentity;
  /** Written as `YYYY-MM-DDThh:mm:ssZ`, as CloudTrail does. Default 2026-01-15T10:00:00Z. */
  readonly eventTime?: Date | string;
  /** Default us-east-1. */
  readonly awsRegion?: string;
  /** Default 111122223333. */
  readonly accountId?: string;
  readonly sourceIPAddress?: string;
  readonly userAgent?: string;
  readonly eventVersion?: string;
  readonly requestParameters?: JsonObject | null;
  readonly responseElements?: JsonObject | null;
  readonly additionalEventData?: JsonObject;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  /** Default: what the call's name says (Describe…, Get…, List… read). */
  readonly readOnly?: boolean;
  readonly resources?: readonly JsonObject[];
  /** AwsApiCall (default), AwsConsoleSignIn, AwsServiceEvent. */
  readonly eventType?: string;
  /** Management (default) or Data. */
  readonly eventCategory?: 'Management' | 'Data';
  readonly fromConsole?: boolean;
  /** Set where one call is recorded in several accounts, or made by a service. */
  readonly sharedEventID?: string;
  /** Tells apart records that are otherwise specified alike: ids are a function of the whole specification. */
  readonly seed?: string | number;
  /** Members set last, over everything; one given as undefined is left out of the record. */
  readonly with?: JsonObject;
}

/** A record with the members and the order AWS writes. `eventID` and `requestID` are functions of the specification. */
export function cloudTrailRecord(spec: RecordSpec): CloudTrailRecord {
  const { accountId = defaultAccountId, awsRegion = 'us-east-1', eventCategory = 'Management' } = spec;
  const eventTime = spec.eventTime ?? '2026-01-15T10:00:00Z';
  const time = typeof eventTime === 'string' ? eventTime : cloudTrailTime(eventTime);
  const ids = seededRandom(canonicalJson({ ...spec, eventTime: time }));
  const service = spec.eventSource.replace(/\.amazonaws\.com$/, '');
  const sourceIPAddress = spec.sourceIPAddress ?? '203.0.113.10';
  const fromAws = !/^[\d.]+$|:/.test(sourceIPAddress);
  const serviceEvent = spec.eventType === 'AwsServiceEvent';
  const record: Record<string, unknown> = {
    eventVersion: spec.eventVersion ?? '1.08',
    userIdentity: spec.userIdentity ?? iamUser({ accountId, userName: 'alice' }),
    eventTime: time,
    eventSource: `${service}.amazonaws.com`,
    eventName: spec.eventName,
    awsRegion,
    sourceIPAddress,
    userAgent:
      spec.userAgent ?? 'aws-cli/2.27.50 md/awscrt#0.26.1 ua/2.1 os/linux#6.8.0 md/arch#x86_64 lang/python#3.13.4',
    errorCode: spec.errorCode,
    errorMessage: spec.errorMessage,
    requestParameters: spec.requestParameters ?? null,
    responseElements: spec.responseElements ?? null,
    additionalEventData: spec.additionalEventData,
    requestID: serviceEvent ? undefined : ids.uuid(),
    eventID: ids.uuid(),
    readOnly: spec.readOnly ?? isReadOnlyCall(spec.eventName),
    resources: spec.resources,
    eventType: spec.eventType ?? 'AwsApiCall',
    managementEvent: eventCategory === 'Management',
    recipientAccountId: accountId,
    sharedEventID: spec.sharedEventID,
    eventCategory,
    tlsDetails: fromAws
      ? undefined
      : {
          tlsVersion: 'TLSv1.3',
          cipherSuite: 'TLS_AES_128_GCM_SHA256',
          clientProvidedHostHeader: hostOf(service, awsRegion, spec.requestParameters),
        },
    sessionCredentialFromConsole: spec.fromConsole === true ? 'true' : undefined,
    ...spec.with,
  };
  for (const [name, value] of Object.entries(record)) if (value === undefined) delete record[name];
  return record as unknown as CloudTrailRecord;
}

const globalServices: ReadonlySet<string> = new Set(['iam', 'route53', 'cloudfront', 'organizations', 'health']);

function hostOf(service: string, region: string, request: JsonObject | null | undefined): string {
  if (service === 'signin') return `${region}.signin.aws.amazon.com`;
  if (service === 's3' && typeof request?.Host === 'string') return request.Host;
  return globalServices.has(service) ? `${service}.amazonaws.com` : `${service}.${region}.amazonaws.com`;
}
