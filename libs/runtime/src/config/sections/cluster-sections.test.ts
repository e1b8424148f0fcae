import { describe, expect, it } from 'vitest';
import { maskedConfigText } from '../masked-config.js';
import { parseConfig } from '../parse-config.js';

function load(text: string, environment: Record<string, string> = {}) {
  return parseConfig({ file: { path: 'c.yaml', text, folder: '/etc' }, environment, workingDirectory: '/' });
}

function messages(text: string): string {
  const parsed = load(text);
  return parsed.ok ? '' : parsed.problems.map(({ message }) => message).join('\n');
}

describe('kafka and redis of the configuration', () => {
  it('are short where the defaults do', () => {
    const parsed = load('kafka: { brokers: kafka:9092 }\nredis: { url: "redis://redis:6379" }');
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        config: {
          kafka: {
            ...{ brokers: ['kafka:9092'], client: 'kafkajs', ssl: false, topicPrefix: '' },
            ...{ createTopics: false, partitions: 12, sessionTimeout: '30s' },
          },
          redis: { url: 'redis://redis:6379', keyPrefix: 'trailhound:' },
          admin: { listen: '127.0.0.1:0' },
        },
      },
    });
  });

  it('take files relative to the configuration', () => {
    const parsed = load(`
      kafka:
        brokers: [k1:9093, "[::1]:9093"]
        ssl: { caFile: ./ca.pem }
        sasl: { mechanism: scram-sha-512, username: th, passwordFile: ./kafka.password }
      redis: { urlFile: ./redis.url }`);
    expect(parsed).toMatchObject({
      value: {
        config: {
          kafka: { ssl: { caFile: '/etc/ca.pem' }, sasl: { passwordFile: '/etc/kafka.password' } },
          redis: { urlFile: '/etc/redis.url' },
        },
      },
    });
  });

  it('are set from the environment', () => {
    const parsed = load('{}', {
      TRAILHOUND_KAFKA_BROKERS: 'k1:9092, k2:9092',
      TRAILHOUND_KAFKA_CLIENT: 'platformatic',
      TRAILHOUND_KAFKA_CREATE_TOPICS: 'true',
      TRAILHOUND_REDIS_URL: 'redis://redis:6379',
      TRAILHOUND_ADMIN_LISTEN: '0.0.0.0:8081',
    });
    expect(parsed).toMatchObject({
      value: {
        config: {
          kafka: { brokers: ['k1:9092', 'k2:9092'], client: 'platformatic', createTopics: true },
          redis: { url: 'redis://redis:6379' },
          admin: { listen: '0.0.0.0:8081' },
        },
      },
    });
  });

  it('tell how to sign in to Amazon MSK', () => {
    const role = 'arn:aws:iam::444455556666:role/kafka';
    const text = `kafka: { brokers: b-1:9098, ssl: true, sasl: { mechanism: aws-iam, region: eu-west-1, role: '${role}' } }`;
    expect(load(text)).toMatchObject({
      ok: true,
      value: { config: { kafka: { sasl: { mechanism: 'aws-iam', region: 'eu-west-1', role } } } },
    });
  });

  it.each([
    ['kafka: { brokers: [] }', /brokers/],
    ['kafka: { brokers: kafka }', /host:port/],
    ['kafka: { brokers: k:9092, sasl: { mechanism: kerberos, username: u, passwordFile: p } }', /mechanism/],
    ['kafka: { brokers: k:9092, sasl: { mechanism: plain, username: u } }', /plain needs username and passwordFile/],
    [
      'kafka: { brokers: k:9092, sasl: { mechanism: plain, username: u, passwordFile: p, region: r } }',
      /go with aws-iam/,
    ],
    ['kafka: { brokers: k:9092, ssl: true, sasl: { mechanism: aws-iam, username: u } }', /aws-iam takes no username/],
    ['kafka: { brokers: k:9092, sasl: { mechanism: aws-iam } }', /over TLS only/],
    ['kafka: { brokers: k:9092, topicPrefix: "a b" }', /letters, digits/],
    ['kafka: { brokers: k:9092, sessionTimeout: 30 }', /sessionTimeout/],
    ['redis: {}', /exactly one of url and urlFile/],
    ['redis: { url: "redis://a", urlFile: b }', /exactly one of url and urlFile/],
    ['redis: { url: "http://a" }', /redis:\/\/host:6379/],
    ['admin: { listen: "8081" }', /host:port/],
  ])('%s is refused', (text, why) => {
    expect(messages(text)).toMatch(why);
  });

  it('show no password', () => {
    const parsed = load('redis: { url: "redis://user:hunter2hunter2@redis:6379/3" }');
    expect(parsed.ok && maskedConfigText(parsed.value.config)).not.toMatch(/hunter2/);
  });
});

describe('a source of event histories', () => {
  it('is looked at every minute, half an hour of it again, and an hour back at first', () => {
    const lookup = { regions: ['eu-west-1'], insights: false, every: '1m', overlap: '30m', back: '1h' };
    const config = { sources: [{ lookup, backfill: false }] };
    expect(load('sources: [{ lookup: { regions: [eu-west-1] } }]')).toMatchObject({ value: { config } });
  });

  it.each([
    ['regions: []', /regions/],
    ['regions: [eu-west-1, eu-west-1]', /each region once/],
    ['regions: [Ireland]', /name of a region/],
    ['regions: [eu-west-1], back: 91d', /from 0s to 90d/],
    ['regions: [eu-west-1], overlap: 1m', /from 5m to 1d/],
    ['regions: [eu-west-1], every: 1s', /from 10s to 1d/],
    ['regions: [eu-west-1], region: eu-west-1', /region/],
    ['regions: [eu-west-1], externalId: acme', /name the role too/],
  ])('%s is refused', (text, why) => {
    expect(messages(`sources: [{ lookup: { ${text} } }]`)).toMatch(why);
  });
});

describe('a source in S3', () => {
  it.each([
    ['s3: "s3://logs/AWSLogs/"', { url: 's3://logs/AWSLogs/' }],
    ['s3: "s3://logs"', { url: 's3://logs' }],
    [
      's3: { url: "s3://logs/x", region: eu-west-1, endpoint: "http://127.0.0.1:5000" }',
      { url: 's3://logs/x', region: 'eu-west-1', endpoint: 'http://127.0.0.1:5000' },
    ],
  ])('%s', (text, s3) => {
    expect(load(`sources: [{ ${text} }]`)).toMatchObject({ value: { config: { sources: [{ s3, backfill: false }] } } });
  });

  it.each(['s3: logs/AWSLogs', 's3: "https://logs.s3.amazonaws.com"', 's3: { region: eu-west-1 }'])(
    '%s is refused',
    (text) => {
      expect(load(`sources: [{ ${text} }]`).ok).toBe(false);
    },
  );
});
