import { type EventHistoryApi, startEventHistoryApi } from '@trailhound/testkit';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { eventHistoryOfAws } from './event-history.js';

const nowMs = Date.parse('2026-03-02T00:00:00Z');
const slice = { category: 'management', fromMs: nowMs - 3_600_000, toMs: nowMs } as const;
const never = new AbortController().signal;

beforeEach(() => void Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }));

async function history(perSecond = 1_000) {
  const api: EventHistoryApi = await startEventHistoryApi({ now: () => nowMs, perSecond });
  const found = eventHistoryOfAws({ region: 'eu-west-1' }, { AWS_ENDPOINT_URL_CLOUDTRAIL: api.origin });
  onTestFinished(async () => {
    await found.close();
    await api.close();
  });
  return { api, history: found };
}

describe('the event history of a region', () => {
  it('is read in pages of 50, each event as AWS wrote it', async () => {
    const { api, history: found } = await history();
    for (let n = 0; n < 51; n += 1)
      api.events.push({ id: `e${n}`, timeMs: nowMs - n * 1000, record: `{"n": ${n},"é":"\\u0000"}` });
    const first = await found.page(slice, undefined, never);
    expect(first.events).toHaveLength(50);
    expect(first.events[0]).toEqual({ id: 'e0', record: '{"n": 0,"é":"\\u0000"}' });
    const second = await found.page(slice, first.next, never);
    expect(second).toMatchObject({ events: [{ id: 'e50' }], next: undefined });
    expect(api.refusals).toEqual([]);
  });

  it('has what Insights found apart', async () => {
    const { api, history: found } = await history();
    api.events.push({ id: 'm', timeMs: nowMs }, { id: 'i', timeMs: nowMs, category: 'insight' });
    expect((await found.page(slice, undefined, never)).events.map(({ id }) => id)).toEqual(['m']);
    const insights = await found.page({ ...slice, category: 'insight' }, undefined, never);
    expect(insights.events.map(({ id }) => id)).toEqual(['i']);
  });

  it('that is throttled for a moment is asked again', async () => {
    const { api, history: found } = await history(2);
    api.events.push({ id: 'm', timeMs: nowMs, record: '{}' });
    const pages = await Promise.all([1, 2, 3].map(() => found.page(slice, undefined, never)));
    expect(pages.map(({ events }) => events.length)).toEqual([1, 1, 1]);
    expect(api.refusals).toContain('ThrottlingException: Rate exceeded');
  });

  it.each([
    ['access_denied', 'AccessDeniedException', /LookupEvents in eu-west-1 is denied: grant it/],
    ['environment', 'InvalidTimeRangeException', /LookupEvents in eu-west-1 failed/],
  ] as const)('that cannot be read (%s: %s) says what to do', async (kind, code, sentence) => {
    const { api, history: found } = await history();
    const body = JSON.stringify({ __type: code, message: 'no' });
    api.script({ kind: 'status', status: 400, body });
    const failed = await found.page(slice, undefined, never).catch((error: unknown) => error);
    expect(failed).toMatchObject({ name: 'EventHistoryError', kind, message: expect.stringMatching(sentence) });
  });
});
