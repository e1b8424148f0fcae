import { describe, expect, it } from 'vitest';
import { parseS3Url } from './s3-url.js';

describe('a place in S3', () => {
  it.each([
    ['s3://logs', { bucket: 'logs', prefix: '' }],
    ['s3://logs/', { bucket: 'logs', prefix: '' }],
    ['s3://acme.logs-1/AWSLogs/o-abc/123456789012/', { bucket: 'acme.logs-1', prefix: 'AWSLogs/o-abc/123456789012/' }],
    ['s3://logs/a b+c%2B/ü.json.gz', { bucket: 'logs', prefix: 'a b+c%2B/ü.json.gz' }],
  ])('%s is read', (url, location) => {
    expect(parseS3Url(url)).toEqual(location);
  });

  it.each(['./logs', 's3:/logs/x', 's3://', 's3:///prefix', 'https://logs.s3.amazonaws.com/x', 's3://lo gs/x'])(
    '%s is no place in S3',
    (url) => {
      expect(parseS3Url(url)).toBeUndefined();
    },
  );
});
