export {
  type EventHistoryApi,
  type EventHistoryApiOptions,
  type KeptEvent,
  startEventHistoryApi,
} from './event-history-api.js';
export type { Fault } from './fault.js';
export { type KeptOrganization, type OrganizationsApi, startOrganizationsApi } from './organizations-api.js';
export { eventObjection, type Incident, type PagerDutyReceiver, startPagerDutyReceiver } from './pagerduty-receiver.js';
export { type CertificateOptions, selfSignedCertificate } from './self-signed-certificate.js';
export { type SlackPost, type SlackReceiver, type SlackReceiverOptions, startSlackReceiver } from './slack-receiver.js';
export { type SlackObjection, slackControls, slackObjection, slackTexts } from './slack-rules.js';
export type { ReceivedRequest, VendorReceiver } from './vendor-receiver.js';
export { webhookObjection } from './verify-webhook.js';
export {
  type ReceivedWebhook,
  startWebhookReceiver,
  type WebhookReceiver,
  type WebhookReceiverOptions,
} from './webhook-receiver.js';
