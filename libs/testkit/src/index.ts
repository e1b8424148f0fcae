export { buildAlert } from './alerts/build-alert.js';
export { type DigestPlace, DigestSigner, type LogFile, type SignedObject } from './digests/digest-signer.js';
export { type Random, seededRandom } from './random.js';
export {
  type CertificateOptions,
  type EventHistoryApi,
  type EventHistoryApiOptions,
  eventObjection,
  type Fault,
  type Incident,
  type KeptEvent,
  type KeptOrganization,
  type OrganizationsApi,
  type PagerDutyReceiver,
  type ReceivedRequest,
  type ReceivedWebhook,
  type SlackObjection,
  type SlackPost,
  type SlackReceiver,
  type SlackReceiverOptions,
  selfSignedCertificate,
  slackControls,
  slackObjection,
  slackTexts,
  startEventHistoryApi,
  startOrganizationsApi,
  startPagerDutyReceiver,
  startSlackReceiver,
  startWebhookReceiver,
  type VendorReceiver,
  type WebhookReceiver,
  type WebhookReceiverOptions,
  webhookObjection,
} from './receivers/index.js';
export { type CloudTrailRecord, cloudTrailRecord, type RecordSpec } from './record/cloudtrail-record.js';
export { browserUserAgent, type ConsoleLoginSpec, consoleLogin } from './record/console-login.js';
export { type InsightSpec, insightRecord } from './record/insight-record.js';
export { cloudTrailTime, defaultAccountId, type JsonObject } from './record/record-values.js';
export {
  type AssumedRoleSpec,
  accessKeyId,
  assumedRole,
  awsService,
  iamUser,
  identityCenterUser,
  otherAccount,
  principalId,
  rootUser,
  type SessionSpec,
  type UserIdentity,
} from './record/user-identity.js';
export { breakBytes, type RewriteOptions, rewriteJson } from './rewrite/rewrite-json.js';
export type { DeliveredObject } from './simulation/deliver.js';
export {
  type Attack,
  type Simulation,
  type SimulationOptions,
  simulateAccount,
} from './simulation/simulate-account.js';
