export type { Fault } from './fault.js';
export { type CertificateOptions, selfSignedCertificate } from './self-signed-certificate.js';
export {
  type ReceivedWebhook,
  startWebhookReceiver,
  type WebhookReceiver,
  type WebhookReceiverOptions,
} from './webhook-receiver.js';
