import { buildAlert, eventObjection } from '@trailhound/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  consoleUrl,
  controls,
  digestOf,
  hostileNotice,
  hostileRuns,
  richAlert,
  textsOf,
} from '../../testing/hostile-alerts.js';
import { renderPagerDuty } from './render.js';

const key = 'R'.repeat(32);
const at = '2026-03-01T10:05:00.000Z';

describe('a PagerDuty event', () => {
  it('that triggers says what, who, where, when and why, and where to go on', () => {
    expect(renderPagerDuty({ notice: 'fired', alert: richAlert }, consoleUrl)).toMatchSnapshot();
  });

  it.each([
    ['acknowledged', 'acknowledge'],
    ['closed', 'resolve'],
    ['open', 'trigger'],
  ] as const)('of an alert that was %s is %s, under the id of the alert', (state, action) => {
    const change = { version: 1, alertId: richAlert.id, state, by: 'ana', at } as const;
    const event = renderPagerDuty({ notice: 'changed', alert: richAlert, change });
    expect(event).toMatchObject({ event_action: action, dedup_key: richAlert.id });
  });

  it('that tests has an incident of its own', () => {
    const event = renderPagerDuty({ notice: 'test', alert: richAlert });
    expect(event.dedup_key).toBe(`test-${richAlert.id}`);
    expect(event.payload?.summary).toMatch(/^\[TEST\] /);
  });

  it('of a digest counts its alerts and lists some', () => {
    const event = renderPagerDuty({ notice: 'digest', digest: digestOf(richAlert, 214) }, consoleUrl);
    expect(event).toMatchObject({ dedup_key: 'dig_1', payload: { severity: 'critical', class: 'digest' } });
    expect(event.payload?.summary).toMatch(/^214 more alerts in 10m/);
    expect(event.payload?.custom_details).toMatchObject({ More: '194' });
  });

  it('of an alert that others missed is the incident of that alert, and says so', () => {
    const escalation = { route: 'soc', missed: [{ id: 'dlv_1', destination: 'chat' }], afterSeconds: 300 };
    const event = renderPagerDuty({ notice: 'escalated', alert: richAlert, escalation }, consoleUrl);
    expect(event.dedup_key).toBe(richAlert.id);
    expect(event.payload?.summary).toMatch(/^\[NOT DELIVERED\] /);
    expect(event.payload?.custom_details).toMatchObject({ Fallback: 'Not taken by chat within 5m.' });
  });

  it('case 54: has a summary of 1024 characters at most, cut visibly', () => {
    const { payload } = renderPagerDuty({ notice: 'fired', alert: buildAlert({ title: 'ä'.repeat(2_000) }) });
    expect(payload?.summary).toBe(`${'ä'.repeat(1_023)}…`);
  });

  it('loses details that are too large, and says so, but not the alert', () => {
    const many = Object.fromEntries(
      Array.from({ length: 39 }, (_, index) => [`${index}${'é'.repeat(250)}`, '漢'.repeat(5_000)]),
    );
    const { payload } = renderPagerDuty({ notice: 'fired', alert: buildAlert({ fields: many, group: many }) });
    expect(Object.keys(payload?.custom_details ?? {})).toEqual(['Details']);
    expect(payload?.summary).toBe('Console login by root in 111122223333');
  });

  it('case 54: is what PagerDuty takes, whatever the alert holds', () => {
    fc.assert(
      fc.property(hostileNotice, (notice) => {
        const event = JSON.parse(JSON.stringify({ routing_key: key, ...renderPagerDuty(notice, consoleUrl) }));
        expect(eventObjection(event, key)).toBeUndefined();
        expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThanOrEqual(512_000);
        expect(textsOf(event).filter((text) => controls.test(text))).toEqual([]);
      }),
      hostileRuns,
    );
  });
});
