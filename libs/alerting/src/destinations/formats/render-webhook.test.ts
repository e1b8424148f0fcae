import type { Alert } from '@trailhound/contracts';
import { buildAlert } from '@trailhound/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf, hostileAlert, hostileRuns } from '../../testing/hostile-alerts.js';
import { maxWebhookBytes, webhookBody } from './render-webhook.js';
import { WebhookBody } from './webhook-body.js';

const bytes = (text: string) => Buffer.byteLength(text);
const renderWebhook = (alert: Alert) => JSON.stringify(webhookBody({ notice: 'fired', alert }));
function rendered(alert: Alert) {
  const body = WebhookBody.parse(JSON.parse(renderWebhook(alert)));
  if (body.type !== 'alert.fired') throw new Error(body.type);
  return body;
}

describe('webhookBody', () => {
  it('tells type, event time and the alert', () => {
    const body = rendered(buildAlert());
    expect(body).toMatchObject({ type: 'alert.fired', timestamp: '2026-03-01T10:00:00.000Z' });
    expect(body.data).toMatchObject({ rule: 'console-login-by-root', severity: 'high', truncated: [] });
    expect(body.data.record).toEqual(buildAlert().record);
  });

  it('keeps to itself what only concerns the pipeline', () => {
    const names = Object.keys(rendered(buildAlert()).data);
    expect(names).not.toEqual(expect.arrayContaining(['notifyBackfill']));
    expect(names).not.toEqual(expect.arrayContaining(['suppressedBy']));
  });

  it('leaves out the record first and says so', () => {
    const { data } = rendered(buildAlert({ record: { userAgent: 'x'.repeat(30_000) }, why: ['y'.repeat(5_000)] }));
    expect(data.record).toBeNull();
    expect(data.truncated).toEqual(['record']);
    expect(data.why).toEqual(['y'.repeat(5_000)]);
  });

  it('then keeps ten records, then shortens texts, and names each member it touched', () => {
    const [ref] = buildAlert().records;
    const records = Array.from({ length: 100 }, () => ({ ...ref, input: 'i'.repeat(200) })) as Alert['records'];
    expect(rendered(buildAlert({ records })).data.truncated).toEqual(['record', 'records']);
    const { data } = rendered(buildAlert({ records, userAgent: 'u'.repeat(40_000) }));
    expect(data.truncated).toEqual(['record', 'records', 'userAgent']);
    expect(data.userAgent).toHaveLength(1_000);
  });

  it('says that the record was too large for the alert already', () => {
    expect(rendered(buildAlert({ record: null, recordTruncated: true })).data.truncated).toEqual(['record']);
  });

  it('fits and keeps its identity whatever the alert holds', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.integer({ min: 1, max: 9_000 }).map((length) => '\u0000'.repeat(length)),
    );
    const dictionary = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 40 });
    const hostile = fc.record({
      title: text,
      rule: text,
      userAgent: text,
      why: fc.array(text, { maxLength: 30 }),
      tags: fc.array(text, { maxLength: 60 }),
      group: fc.dictionary(text, fc.option(text), { maxKeys: 30 }),
      fields: dictionary,
      record: dictionary,
      frameworks: fc.dictionary(text, fc.array(text, { maxLength: 20 }), { maxKeys: 20 }),
    });
    fc.assert(
      fc.property(hostile, (given) => {
        const alert = buildAlert(given);
        const body = renderWebhook(alert);
        expect(bytes(body)).toBeLessThan(maxWebhookBytes);
        expect(rendered(alert).data.id).toBe(alert.id);
        expect(renderWebhook(alert)).toBe(body);
      }),
      { numRuns: 100, interruptAfterTimeLimit: 5_000, endOnFailure: true },
    );
  });
});

describe('the webhook of a digest', () => {
  it('names fewer alerts where they are large, and counts them all, whatever they hold', () => {
    fc.assert(
      fc.property(hostileAlert, fc.nat({ max: 60 }), (alert, count) => {
        const body = webhookBody({ notice: 'digest', digest: digestOf(alert, count) });
        expect(bytes(JSON.stringify(body))).toBeLessThan(maxWebhookBytes);
        expect(WebhookBody.parse(JSON.parse(JSON.stringify(body)))).toMatchObject({
          ...{ type: 'alert.digest', data: { count } },
        });
      }),
      hostileRuns,
    );
  });
});
