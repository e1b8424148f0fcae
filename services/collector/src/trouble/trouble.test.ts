import { createHealth, createMetrics } from '@trailhound/runtime';
import { testLogger } from '@trailhound/testkit/vitest';
import { expect, it } from 'vitest';
import { createTrouble } from './trouble.js';

function setUp() {
  let nowMs = Date.parse('2026-03-01T00:00:00Z');
  const clock = { now: () => nowMs, sleep: async () => undefined };
  const logger = testLogger();
  const metrics = createMetrics({ version: '0' });
  const health = createHealth({ clock });
  const pass = (minutes: number) => {
    nowMs += minutes * 60_000;
  };
  const blocked = async () => /source_blocked_seconds\{source="sqs"\} (\d+)/.exec((await metrics.expose()).text)?.[1];
  return { trouble: createTrouble({ clock, logger, metrics, health }), logger, health, pass, blocked, metrics };
}

it('what keeps a source waiting stands in log, health and metrics until it is over', async () => {
  const { trouble, logger, health, pass, blocked } = setUp();
  trouble.met('sqs', 's3://b/k', 'grant s3:GetObject');
  pass(10);
  trouble.met('sqs', 's3://b/k', 'grant s3:GetObject');
  trouble.met('sqs', 's3://b/l', 'grant s3:GetObject');
  expect(await blocked()).toBe('600');
  expect(health.live().notes).toEqual({ 'source sqs': 'waiting: grant s3:GetObject; 1 more are waiting' });
  expect(logger.entries.filter(({ level }) => level === 'warn')).toHaveLength(2);
  trouble.over('sqs', 's3://b/k');
  trouble.over('sqs', 's3://b/l');
  expect(await blocked()).toBeUndefined();
  expect(health.live().notes).toEqual({});
});

it('after a quarter of an hour it is an error, once a quarter of an hour', () => {
  const { trouble, logger, pass } = setUp();
  for (let minutes = 0; minutes <= 60; minutes += 5) {
    trouble.met('sqs', 'queue', 'denied');
    trouble.met('sqs', 'other', 'denied');
    pass(5);
  }
  expect(logger.entries.filter(({ level }) => level === 'error')).toHaveLength(4);
});

it('what nobody meets any more is forgotten: another collector has it', async () => {
  const { trouble, pass, blocked } = setUp();
  trouble.met('sqs', 's3://b/k', 'denied');
  pass(41);
  expect(await blocked()).toBeUndefined();
});
