import { describe, expect, it } from 'vitest';
import type { Alert } from './alert.js';
import { formatNotice, type Notice, parseNotice } from './notice.js';

const alert: Alert = {
  ...{ version: 1, id: 'a'.repeat(64), rule: 'r', ruleTitle: 'R', language: 'trailhound', revision: '1' },
  ...{
    severity: 'high',
    title: 't',
    audit: false,
    backfill: false,
    notifyBackfill: false,
    suppressedBy: [],
    group: {},
  },
  ...{ count: 1, firstEventTime: '2026-03-01T10:00:00Z', lastEventTime: '2026-03-01T10:00:00Z' },
  ...{ firedAt: '2026-03-01T10:04:00Z', account: null, region: null, actor: { name: 'root' } },
  ...{ sourceIPAddress: null, userAgent: null, eventName: null, eventSource: null, errorCode: null, why: [] },
  ...{ fields: {}, records: [], record: null, recordTruncated: false, tags: [], frameworks: {}, actions: [] },
};
const at = '2026-03-01T10:05:00.000Z';

describe('the payload of a delivery', () => {
  it.each<Notice>([
    { notice: 'fired', alert },
    { notice: 'test', alert },
    { notice: 'changed', alert, change: { version: 1, alertId: alert.id, state: 'closed', by: 'ana', at } },
    { notice: 'repeated', alert, repetition: { number: 2, times: 3, everySeconds: 3_600 } },
    { notice: 'heartbeat', heartbeat: { route: 'routes[0]', at, everySeconds: 300 } },
  ])('$notice reads as it was written', (notice) => {
    expect(parseNotice(formatNotice(notice))).toEqual({ ok: true, value: notice });
  });

  it('of an alert that fired is the alert itself', () => {
    expect(JSON.parse(formatNotice({ notice: 'fired', alert }))).toEqual(alert);
  });

  it.each([
    ['not json', 'it is no JSON'],
    ['{"version":2,"id":"x"}', 'version'],
    ['{"notice":"poem"}', 'notice'],
    ['{"notice":"digest"}', 'digest'],
    ['null', 'expected object'],
  ])('%s is refused with its reason', (payload, why) => {
    const parsed = parseNotice(payload);
    expect(parsed.ok ? '' : parsed.why).toContain(why);
  });
});
