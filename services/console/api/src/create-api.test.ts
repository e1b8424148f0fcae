import { CodedError, deliveryId } from '@trailhound/contracts';
import { buildAlert } from '@trailhound/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedApi, startApi } from '../testing/start-api.js';
import type { AlertDetail, AlertList } from './alerts/alert-views.js';

const minute = (at: number) => new Date(Date.UTC(2026, 2, 1, 10, at)).toISOString();

describe('GET /api/alerts', () => {
  let started: StartedApi;
  beforeAll(async () => {
    started = await startApi();
    await started.put(
      ...Array.from({ length: 455 }, (_, at) =>
        buildAlert({
          uid: `uid-${at}`,
          // Every second alert at the same minute as its neighbour: pages must not depend on times being different.
          firstEventTime: minute(at - (at % 2)),
          rule: at % 5 === 0 ? 'trail-stopped' : 'console-login-by-root',
          severity: at % 3 === 0 ? 'critical' : at % 3 === 1 ? 'high' : 'low',
          account: at % 7 === 0 ? '999988887777' : '111122223333',
          suppressedBy: at % 50 === 0 ? [{ id: 's1', reason: 'drill', owner: 'ana' }] : [],
        }),
      ),
    );
  });
  afterAll(() => started.api.close());

  const list = async (query: string) => (await (await started.get(`/api/alerts${query}`)).json()) as AlertList;

  it('gives 50 alerts, newest event first, without their records', async () => {
    const { alerts, next } = await list('');
    expect(alerts).toHaveLength(50);
    expect(next).toEqual(expect.any(String));
    const times = alerts.map(({ firstEventTime }) => firstEventTime);
    expect(times).toEqual(times.toSorted().reverse());
    expect(alerts[0]).toMatchObject({
      rule: expect.any(String),
      severity: expect.any(String),
      title: expect.any(String),
    });
    expect(alerts[0]).not.toHaveProperty('record');
    expect(alerts[0]).not.toHaveProperty('records');
  });

  it.each([1, 7, 200])('gives every alert exactly once in pages of %d', async (limit) => {
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null && seen.length < 1_000) {
      const page: AlertList = await list(`?limit=${limit}${next === '' ? '' : `&cursor=${encodeURIComponent(next)}`}`);
      expect(page.alerts.length).toBeLessThanOrEqual(limit);
      seen.push(...page.alerts.map(({ id }) => id));
      next = page.next;
      if (limit === 1 && seen.length === 20) break;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(limit === 1 ? 20 : 445);
  });

  it('caps a page at 200 however many are asked for', async () => {
    expect((await list('?limit=1000000')).alerts).toHaveLength(200);
  });

  it.each([
    { query: '?rule=trail-stopped', holds: (a: AlertList['alerts'][0]) => a.rule === 'trail-stopped' },
    { query: '?severity=critical', holds: (a: AlertList['alerts'][0]) => a.severity === 'critical' },
    {
      query: '?severity=critical&severity=low',
      holds: (a: AlertList['alerts'][0]) => a.severity === 'critical' || a.severity === 'low',
    },
    { query: '?account=999988887777', holds: (a: AlertList['alerts'][0]) => a.account === '999988887777' },
    {
      query: `?from=${minute(100)}&to=${minute(110)}`,
      holds: (a: AlertList['alerts'][0]) => a.firstEventTime >= minute(100) && a.firstEventTime < minute(110),
    },
    {
      query: '?from=2026-03-01T12:00:00%2B01:00',
      holds: (a: AlertList['alerts'][0]) => a.firstEventTime >= minute(60),
    },
  ])('keeps to the filter $query', async ({ query, holds }) => {
    const all = (await Promise.all([list('?limit=200'), list(`${query}&limit=200`)])).map(({ alerts }) => alerts);
    expect(all[1]?.length).toBeGreaterThan(0);
    expect(all[1]?.every(holds)).toBe(true);
  });

  it('takes a date for its midnight in UTC', async () => {
    expect((await list('?from=2026-03-02')).alerts).toHaveLength(0);
    expect((await list('?to=2026-03-02&limit=200')).alerts).toHaveLength(200);
  });

  it('shows the marked alerts of suppressed records only on request', async () => {
    const shown = async (query: string) =>
      (await list(`?limit=200&from=${minute(0)}&to=${minute(101)}${query}`)).alerts.filter(
        (a) => a.suppressedBy.length > 0,
      );
    expect(await shown('')).toHaveLength(0);
    expect(await shown('&suppressed=true')).toHaveLength(3);
  });

  it.each([
    ['?limit=0', 'limit'],
    ['?limit=-5', 'limit'],
    ['?limit=1e3', 'limit'],
    ['?limit=5&limit=6', 'limit'],
    ['?limit=', 'limit'],
    ['?severity=hihg', 'severity'],
    ['?severity=high&severity=$ne', 'severity'],
    [`?${'severity=high&'.repeat(300)}`, 'severity'],
    ['?account=abc', 'account'],
    ["?account=' OR 1=1 --", 'account'],
    ['?from=yesterday', 'from'],
    ['?from=2026-13-40', 'from'],
    ['?from=1772359200', 'from'],
    ['?from=2026-03-02&to=2026-03-01', 'to'],
    ['?suppressed=yes', 'suppressed'],
    ['?rule=', 'rule'],
    ['?rule=a%00b', 'rule'],
    ['?rule=a%0d%0aX-Evil:%201', 'rule'],
    ['?rule=a&rule=b', 'rule'],
    [`?rule=${'x'.repeat(600)}`, 'rule'],
    ['?rule[$gt]=', 'rule[$gt]'],
    ['?serverity=high', 'serverity'],
    ['?constructor=1', 'constructor'],
    ['?cursor=', 'cursor'],
    [`?cursor=${'A'.repeat(2000)}`, 'cursor'],
    ['?cursor=not-a-cursor', 'cursor'],
    ['?cursor=v1.AAAA', 'cursor'],
    ['?cursor=%00%1b[2J', 'cursor'],
  ])('refuses %s and names the parameter', async (query, parameter) => {
    const answer = await started.get(`/api/alerts${query}`);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await answer.json()).toMatchObject({
      status: 400,
      code: expect.stringMatching(/^API_PARAMETER_INVALID$|^CURSOR_INVALID$/),
      errors: [{ parameter, message: expect.any(String) }],
    });
  });

  it('suggests the parameter that was meant', async () => {
    const answer = await started.get('/api/alerts?serverity=high');
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('did you mean severity?') });
  });

  it('treats a rule name of injected SQL as a name nobody has', async () => {
    expect((await list(`?rule=${encodeURIComponent("x' OR '1'='1")}`)).alerts).toEqual([]);
  });
});

describe('GET /api/alerts/{id}', () => {
  let started: StartedApi;
  beforeAll(async () => {
    started = await startApi();
  });
  afterAll(() => started.api.close());

  const detail = async (id: string) => (await (await started.get(`/api/alerts/${id}`)).json()) as AlertDetail;

  it('shows the first record as AWS wrote it, attacker text and all', async () => {
    const record = { eventName: 'ConsoleLogin', userAgent: '"><script>\u0000\u001b[2J\u202e', ['__proto__x']: 1 };
    const alert = buildAlert({ uid: 'raw', record });
    await started.put(alert);
    const answer = await started.get(`/api/alerts/${alert.id}`);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(((await answer.json()) as AlertDetail).record).toEqual(record);
  });

  it('shows count, times and records of the bucket by now, although the alert is as it fired', async () => {
    const alert = buildAlert({ uid: 'bucket', count: 5 });
    await started.put(alert);
    const ref = { uid: 'u1', eventID: null, eventTime: minute(0), input: 'a.json', index: 3 };
    started.summaries.set(alert.id, {
      count: 12,
      countIsLowerBound: true,
      firstEventTimeMs: Date.parse(minute(0)),
      lastEventTimeMs: Date.parse(minute(9)),
      records: [ref],
    });
    const now = { count: 12, counts: 'current', countIsLowerBound: true, lastEventTime: minute(9) };
    expect(await detail(alert.id)).toMatchObject({ ...now, records: [ref] });
    const page = (await (await started.get('/api/alerts')).json()) as AlertList;
    expect(page.alerts.find(({ id }) => id === alert.id)).toMatchObject(now);
  });

  it('shows the alert as it fired where its bucket is forgotten', async () => {
    const alert = buildAlert({ uid: 'forgotten', count: 5 });
    await started.put(alert);
    expect(await detail(alert.id)).toMatchObject({ count: 5, counts: 'at-firing', records: alert.records });
  });

  it('shows what became of its deliveries', async () => {
    const alert = buildAlert({ uid: 'delivered' });
    await started.put(alert);
    const id = deliveryId(alert.id, 'soc');
    const dueMs = Date.parse(minute(1));
    started.statuses.set(id, {
      id,
      alertId: alert.id,
      destination: 'soc',
      state: 'pending',
      attempts: 2,
      lastError: '503',
      dueMs,
    });
    expect((await detail(alert.id)).deliveries).toEqual([
      { id, destination: 'soc', state: 'pending', attempts: 2, lastError: '503', nextAttemptAt: minute(1) },
    ]);
  });

  it.each([
    ['an id nobody has', '0'.repeat(64)],
    ['an id of capitals', 'A'.repeat(64)],
    ['a short id', 'abc'],
    ['a long id', '0'.repeat(5_000)],
    ['an id with a control character', `${'0'.repeat(63)}%00`],
    ['an escaped slash', '..%2f..%2fetc%2fpasswd'],
    ['__proto__', '__proto__'],
  ])('answers 404 for %s', async (_, id) => {
    const answer = await started.get(`/api/alerts/${id}`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'API_NOT_FOUND', status: 404, requestId: expect.any(String) });
  });
});

describe('when a store does not answer', () => {
  const unavailable = () => Promise.reject(new CodedError('STORE_UNAVAILABLE', 'redis at 10.1.2.3 refused'));

  it('alerts are shown as they fired, and the log says why', async () => {
    const started = await startApi({
      windows: { summary: unavailable },
      deliveries: { status: unavailable, replay: unavailable },
    });
    const alert = buildAlert();
    await started.put(alert);
    const answer = await started.get(`/api/alerts/${alert.id}`);
    expect([answer.status, await answer.json()]).toEqual([
      200,
      expect.objectContaining({ counts: 'at-firing', deliveries: [] }),
    ]);
    expect(started.logged.join('')).toContain('window summary not available');
    await started.api.close();
  });

  it('an index that is down is 503 and one that is broken 500, the reason only in the log', async () => {
    for (const [failure, status] of [
      [unavailable, 503],
      [() => Promise.reject(new Error('disk image is malformed')), 500],
    ] as const) {
      const looks = { put: failure, get: failure, list: failure, putChanges: failure, changes: failure };
      const alerts = { ...looks, close: async () => {} };
      const started = await startApi({ alerts });
      const answer = await started.get('/api/alerts');
      const text = await answer.text();
      expect([answer.status, text]).toEqual([status, expect.not.stringMatching(/10\.1\.2\.3|malformed/)]);
      expect(started.logged.join('')).toMatch(/10\.1\.2\.3|malformed/);
      await started.api.close();
    }
  });
});

describe('starting', () => {
  it('takes less than a second', async () => {
    const began = performance.now();
    const { api } = await startApi();
    expect(performance.now() - began).toBeLessThan(1_000);
    await api.close();
  });

  it('says that its address is taken, by key and address', async () => {
    const first = await startApi();
    const port = Number(new URL(first.url).port);
    await expect(startApi({ listen: { host: '127.0.0.1', port } })).rejects.toMatchObject({
      code: 'API_ADDRESS_IN_USE',
      message: `api.listen: 127.0.0.1:${port} is in use by another process`,
    });
    await first.api.close();
  });

  it('releases its port when closed', async () => {
    const { api, url } = await startApi();
    await api.close();
    await expect(fetch(`${url}/livez`)).rejects.toThrow();
  });
});
