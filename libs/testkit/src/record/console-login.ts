import { type CloudTrailRecord, cloudTrailRecord, type RecordSpec } from './cloudtrail-record.js';
import { defaultAccountId } from './record-values.js';
import { iamUser, type UserIdentity } from './user-identity.js';

export interface ConsoleLoginSpec
  extends Pick<
    RecordSpec,
    'eventTime' | 'awsRegion' | 'accountId' | 'sourceIPAddress' | 'userAgent' | 'seed' | 'with'
  > {
  /** Default: IAM user `alice`. */
  readonly userIdentity?: UserIdentity;
  /** Default success. */
  readonly outcome?: 'success' | 'failure';
  /** Default true. */
  readonly mfa?: boolean;
}

/** The browser a person signs in with, where a test does not care. */
export const browserUserAgent =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Safari/537.36';

/**
 * A sign-in to the console. CloudTrail reports it without the access key and session it creates, and a failed one by
 * `errorMessage` alone, without `errorCode`:
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */
export function consoleLogin(spec: ConsoleLoginSpec = {}): CloudTrailRecord {
  const { outcome = 'success', mfa = true, accountId = defaultAccountId, userIdentity, ...rest } = spec;
  const identity = signingIn(userIdentity ?? iamUser({ accountId, userName: 'alice' }), outcome);
  return cloudTrailRecord({
    userAgent: browserUserAgent,
    ...rest,
    accountId,
    userIdentity: identity,
    eventName: 'ConsoleLogin',
    eventSource: 'signin',
    eventType: 'AwsConsoleSignIn',
    ...(outcome === 'failure' && { errorMessage: 'Failed authentication' }),
    responseElements: { ConsoleLogin: outcome === 'success' ? 'Success' : 'Failure' },
    additionalEventData: {
      LoginTo: 'https://console.aws.amazon.com/console/home',
      MobileVersion: 'No',
      MFAUsed: mfa ? 'Yes' : 'No',
    },
    with: { requestID: undefined, ...rest.with },
  });
}

/** The identity as sign-in knows it: no session yet, and of an IAM user who failed no ARN either. */
function signingIn(identity: UserIdentity, outcome: 'success' | 'failure'): UserIdentity {
  if (identity.type === 'AssumedRole') return identity;
  const { type, principalId, arn, accountId, userName } = identity;
  if (type === 'Root') return { type, principalId, arn, accountId, accessKeyId: '' };
  return outcome === 'success'
    ? { type, principalId, arn, accountId, userName }
    : { type, principalId, accountId, accessKeyId: '', userName };
}
