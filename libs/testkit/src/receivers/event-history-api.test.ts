import { expect, it, onTestFinished } from 'vitest';
import { startEventHistoryApi } from './event-history-api.js';

const nowMs = Date.parse('2026-03-02T00:00:00Z');
const now = nowMs / 1000;

async function api() {
  const started = await startEventHistoryApi({ now: () => nowMs, perSecond: 3 });
  onTestFinished(() => started.close());
  for (let n = 0; n < 3; n += 1) started.events.push({ id: `e${n}`, timeMs: nowMs - n * 1000, record: '{}' });
  const ask = async (body: object, region = 'eu-west-1') => {
    const answer = await fetch(started.origin, {
      method: 'POST',
      headers: {
        'x-amz-target': 'CloudTrail_20131101.LookupEvents',
        authorization: `AWS4-HMAC-SHA256 Credential=AKIA/20260302/${region}/cloudtrail/aws4_request, Signature=0`,
      },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as { Events?: { EventId: string }[]; NextToken?: string; __type?: string };
  };
  return { ...started, ask };
}

it.each([
  ['a page of 51 events', { MaxResults: 51 }, 'InvalidMaxResultsException'],
  ['a page of none', { MaxResults: 0 }, 'InvalidMaxResultsException'],
  ['a start after the end', { StartTime: now, EndTime: now - 1 }, 'InvalidTimeRangeException'],
  ['a start 91 days ago', { StartTime: now - 91 * 86_400 }, 'InvalidTimeRangeException'],
  ['a category it does not know', { EventCategory: 'data' }, 'InvalidEventCategoryException'],
  ['a token it did not give out', { NextToken: 'x' }, 'InvalidNextTokenException'],
  ['a parameter it does not know', { Start: now }, 'ValidationException'],
])('refuses %s', async (_, body, code) => {
  const { ask } = await api();
  expect(await ask(body)).toMatchObject({ __type: code });
});

it('gives the newest events first, and the rest for the token with the same parameters only', async () => {
  const { ask } = await api();
  const first = await ask({ MaxResults: 2, EndTime: now });
  expect(first.Events?.map(({ EventId }) => EventId)).toEqual(['e0', 'e1']);
  const other = await ask({ MaxResults: 1, EndTime: now, NextToken: first.NextToken });
  expect(other).toMatchObject({ __type: 'InvalidNextTokenException' });
  const second = await ask({ MaxResults: 2, EndTime: now, NextToken: first.NextToken });
  expect(second).toMatchObject({ Events: [{ EventId: 'e2' }] });
  expect(second.NextToken).toBeUndefined();
});

it('answers so many requests a second in each region', async () => {
  const { ask } = await api();
  const codes = await Promise.all([1, 2, 3, 4, 5].map(async () => (await ask({})).__type ?? 'ok'));
  expect(codes.toSorted()).toEqual(['ThrottlingException', 'ThrottlingException', 'ok', 'ok', 'ok']);
  expect((await ask({}, 'us-east-1')).__type).toBeUndefined();
});
