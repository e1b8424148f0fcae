import { emptyActivity, seeRecords } from '@trailhound/cloudtrail';
import { createActivityStore } from '@trailhound/ports';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type StartedApi, startApi } from '../../testing/start-api.js';

const hourMs = 3_600_000;
const nowMs = Date.parse('2026-03-07T00:30:00Z');
const startMs = Date.parse('2026-03-02T00:00:00Z');

let started: StartedApi;
beforeEach(async () => {
  started = await startApi({ clock: { now: () => nowMs, sleep: async () => undefined } });
  const store = createActivityStore(started.stores.state.checkpoints);
  const paths = { both: 40, onlyObjects: 60, onlyEvents: 1 };
  const activity = (isActive: (hour: number) => boolean) => {
    const hours = Array.from({ length: 120 }, (_, hour) => hour).filter(isActive);
    const records = hours.map((hour) => startMs + hour * hourMs);
    const seen = records.map((eventTimeMs) => ({ eventTimeMs, deliveredMs: eventTimeMs + 300_000 }));
    return { ...seeRecords(emptyActivity, seen, nowMs), inputs: { s3: 7, sqs: 9 }, paths };
  };
  await store.join('111122223333', new Map([['eu-west-1', activity((hour) => hour !== 50)]]));
  await store.join('444455556666', new Map([['us-east-1', activity((hour) => hour < 90)]]));
  await store.enter(new Set(['444455556666', '111122223333']), new Set());
  return () => started.api.close();
});

const asked = async (query = '') => {
  const response = await started.get(`/api/completeness${query}`);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

describe('what came from where', () => {
  it('is told by account and region, the quiet ones first', async () => {
    expect(await asked()).toMatchObject({
      status: 200,
      body: {
        at: '2026-03-07T00:30:00.000Z',
        ...{ tracked: 2, quiet: 1 },
        trails: [
          { account: '444455556666', quietSince: '2026-03-05T17:00:00.000Z', gaps: [] },
          {
            ...{ account: '111122223333', region: 'eu-west-1', records: 119, inputs: { s3: 7, sqs: 9 } },
            lastEvent: '2026-03-06T23:00:00.000Z',
            paths: { both: 40, onlyObjects: 60, onlyEvents: 1 },
            gaps: [{ from: '2026-03-04T02:00:00.000Z', to: '2026-03-04T03:00:00.000Z' }],
          },
        ],
      },
    });
    const [first] = (await asked()).body['trails'] as { lagP50Seconds: number }[];
    expect(first?.lagP50Seconds).toBeGreaterThanOrEqual(300);
    expect(first?.lagP50Seconds).toBeLessThan(450);
  });

  it('is told of one account or region', async () => {
    expect(await asked('?account=111122223333')).toMatchObject({ body: { tracked: 1, quiet: 0 } });
    expect(await asked('?region=us-east-1&limit=1')).toMatchObject({ body: { trails: [{ account: '444455556666' }] } });
    expect(await asked('?account=x')).toMatchObject({ status: 400 });
  });

  it('is told to nobody without a token', async () => {
    expect((await fetch(`${started.url}/api/completeness`)).status).toBe(401);
  });

  it('is nothing where nothing was collected', async () => {
    const fresh = await startApi();
    onTestFinished(() => fresh.api.close());
    expect(await (await fresh.get('/api/completeness')).json()).toMatchObject({ tracked: 0, trails: [] });
  });
});
