import { buildAlert } from '@trailhound/testkit';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { parseAddressPolicy } from '../../network/address-policy.js';
import type { Attempt } from '../channel.js';
import { configureDestination, Destinations } from '../destination-config.js';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const next = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;
const url = 'https://soc.example/hook/T0KEN';

function open(settings: object, secrets: readonly string[]) {
  const policy = parseAddressPolicy([]);
  const [config] = Object.values(
    Destinations.parse({ soc: { webhook: { url, secretFile: './soc.whsec', ...settings } } }),
  );
  if (!policy.ok || !config) throw new Error('bad test');
  return configureDestination(config).open(secrets, { policy: policy.value });
}

async function attempt(secrets: readonly string[], number = 1, settings: object = {}, notice: Partial<Attempt> = {}) {
  const opened = open(settings, secrets);
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  const alert = { notice: 'fired', alert: buildAlert() } as const;
  const given = {
    deliveryId: 'dlv_1',
    notice: alert,
    number,
    refusals: 0,
    isReplay: false,
    nowMs: Date.now(),
    ...notice,
  };
  const request = await opened.value.request(given);
  if (request.over !== 'http') throw new Error(request.over);
  return request;
}

describe('a webhook', () => {
  it.each([secret, next])(
    'is signed so that the official verifier accepts it with either secret of a rotation',
    async (key) => {
      const { headers, body } = await attempt([next, secret]);
      expect(new Webhook(key).verify(Buffer.from(body).toString(), { ...headers })).toMatchObject({
        type: 'alert.fired',
      });
    },
  );

  it('is not accepted with another secret or another body', async () => {
    const { headers, body } = await attempt([secret]);
    const text = Buffer.from(body).toString();
    expect(() => new Webhook(next).verify(text, { ...headers })).toThrow();
    expect(() => new Webhook(secret).verify(text.replace('high', 'info'), { ...headers })).toThrow();
  });

  it('keeps id and body over attempts and counts them', async () => {
    const [first, third] = [await attempt([secret], 1), await attempt([secret], 3)];
    expect(third.headers['webhook-id']).toBe(first.headers['webhook-id']);
    expect(third.body).toEqual(first.body);
    expect([first, third].map(({ headers }) => headers['webhook-attempt'])).toEqual(['1', '3']);
  });

  it('shows its origin only, and counts the whole URL among its secrets', () => {
    const opened = open({}, [secret]);
    expect(opened).toMatchObject({ ok: true, value: { target: 'https://soc.example', secrets: [secret, url] } });
  });

  it.each([
    ['x'.repeat(40), 'does not start with whsec_'],
    ['whsec_not base64!', 'is not base64'],
    [`whsec_${Buffer.alloc(8).toString('base64')}`, 'holds 8 bytes'],
    [`whsec_${Buffer.alloc(65).toString('base64')}`, 'holds 65 bytes'],
  ])('refuses the secret %j without quoting it', (bad, why) => {
    const opened = open({}, [secret, bad]);
    const problems = opened.ok ? [] : opened.problems;
    expect(problems).toMatchObject([{ code: 'WEBHOOK_SECRET_INVALID' }]);
    expect(problems[0]?.message).toContain(why);
    expect(JSON.stringify(problems)).not.toContain(bad);
  });

  it('names every problem of URL and secret at once', () => {
    const opened = open({ url: 'http://10.0.0.1/' }, ['nope']);
    expect(opened.ok ? [] : opened.problems.map(({ code }) => code)).toEqual(['URL_REFUSED', 'WEBHOOK_SECRET_INVALID']);
  });
});

describe('destinations of the configuration', () => {
  it.each([
    [{ soc: {} }],
    [{ soc: { webhook: { url } } }],
    [{ soc: { webhook: { url, secret, secretFile: 'x' } } }],
    [{ soc: { webhook: { url, secretFile: [] } } }],
    [{ soc: { webhok: { url, secret } } }],
    [{ soc: { webhook: { url, secret, sekret: 'x' } } }],
    [{ 'a b': { webhook: { url, secret } } }],
  ])('refuses %j', (destinations) => {
    expect(Destinations.safeParse(destinations).success).toBe(false);
  });

  it('names the secrets to read, files in the order of the rotation', () => {
    const [config] = Object.values(Destinations.parse({ soc: { webhook: { url, secretFile: ['./new', './old'] } } }));
    expect(config && configureDestination(config).secrets).toEqual([
      { kind: 'file', key: 'secretFile', path: './new' },
      { kind: 'file', key: 'secretFile', path: './old' },
    ]);
  });
});
