import { describe, expect, it } from 'vitest';
import { findEvent, findSource } from './find-source.js';
import { shippedCatalogue } from './shipped.fixture.js';

const catalogue = shippedCatalogue();

describe('a service', () => {
  it.each([
    ['s3', 's3.amazonaws.com'],
    ['S3.amazonaws.com', 's3.amazonaws.com'],
    ['cloudwatch', 'monitoring.amazonaws.com'],
    ['monitoring', 'monitoring.amazonaws.com'],
    ['opensearch', 'es.amazonaws.com'],
    ['lexv2-models', 'lexv2.amazonaws.com'],
    ['signin', 'signin.amazonaws.com'],
  ])('called %s is %s', (name, source) => {
    expect(findSource(catalogue, name)).toEqual({ ok: true, value: source });
  });

  it.each([
    ['dynamdb', 'dynamodb'],
    ['cloudtrial.amazonaws.com', 'cloudtrail'],
  ])('called %s is none; %s is near', (name, suggestion) => {
    expect(findSource(catalogue, name)).toEqual({ ok: false, suggestion });
  });

  it.each(['', '__proto__', 'x'.repeat(10_000)])('called %j is none', (name) => {
    expect(findSource(catalogue, name).ok).toBe(false);
  });
});

describe('an event', () => {
  it.each([
    ['CreateFunction', 'CreateFunction20150331'],
    ['createfunction20150331', 'CreateFunction20150331'],
  ])('called %s is found under its first name, %s', (name, first) => {
    const found = findEvent(catalogue, 'lambda.amazonaws.com', name);
    expect(found.ok && found.value.names[0]).toBe(first);
  });

  it('that the source does not have brings the nearest', () => {
    expect(findEvent(catalogue, 's3.amazonaws.com', 'PutBuketPolicy')).toEqual({
      ok: false,
      suggestion: 'PutBucketPolicy',
    });
  });
});
