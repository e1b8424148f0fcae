export { digestKeysOfAws } from './digest-keys.js';
export { type S3Options, s3ObjectStore } from './s3-object-store.js';
export { parseS3Url, type S3Location } from './s3-url.js';
