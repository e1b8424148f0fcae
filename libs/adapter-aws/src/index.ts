export type { AwsConnection, AwsRole } from './aws-connection.js';
export { digestKeysOfAws } from './digest-keys.js';
export { eventHistoryOfAws } from './event-history.js';
export { kafkaTokensOfAws } from './kafka-tokens.js';
export { organizationOfAws } from './organization.js';
export { s3ObjectStore } from './s3-object-store.js';
export { parseS3Url, type S3Location } from './s3-url.js';
export { sqsMessageQueue } from './sqs-message-queue.js';
