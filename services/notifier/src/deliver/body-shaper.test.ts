import { manualClock } from '@trailhound/adapter-embedded';
import { createConditionProcess } from '@trailhound/adapter-worker';
import { type Attempt, configureDestination, Destinations, parseAddressPolicy } from '@trailhound/alerting';
import type { ConditionAsk, ExpressionJson, TemplateWorker } from '@trailhound/ports';
import { createLogger } from '@trailhound/runtime';
import { buildAlert } from '@trailhound/testkit';
import { Webhook } from 'standardwebhooks';
import { afterAll, describe, expect, it } from 'vitest';
import { BodyShaper } from './body-shaper.js';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const hostile = '"}, "admin": true, {"x": "<!channel> <script> $eval(\'1\')';
const alert = buildAlert({ title: hostile, lastEventTime: '2026-03-01T10:00:00.000Z' });
const process = createConditionProcess();
afterAll(() => process.stop());

function open(template: string, format = 'trailhound') {
  const policy = parseAddressPolicy([]);
  const settings = { url: 'https://soc.example/hook', secret, template, format };
  const [config] = Object.values(Destinations.parse({ soc: { webhook: settings } }));
  if (!policy.ok || !config) throw new Error('bad test');
  const opened = configureDestination(config).open([secret], { policy: policy.value });
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  return opened.value;
}

function shaperOf(template: string, more: { format?: string; templates?: Pick<TemplateWorker, 'json'> } = {}) {
  const channel = open(template, more.format);
  const clock = manualClock(Date.now());
  const logger = createLogger({ service: 'test', level: 'silent' });
  const results: string[] = [];
  const { templates = process } = more;
  const shaper = new BodyShaper({
    ...{ destination: 'soc', channel, templates, clock, logger },
    onShaped: (result) => results.push(result),
  });
  async function sent(number = 1) {
    const attempt: Attempt = {
      ...{ deliveryId: 'dlv_1', notice: { notice: 'fired', alert }, number, refusals: 0, isReplay: false },
      nowMs: clock.now(),
    };
    const request = channel.request(await shaper.shaped(attempt));
    if (request.over !== 'http') throw new Error(request.over);
    const body = Buffer.from(request.body).toString();
    return { body, headers: { ...request.headers }, json: new Webhook(secret).verify(body, { ...request.headers }) };
  }
  return { sent, results, clock };
}

describe('a webhook with a template', () => {
  it.each([
    {
      name: 'is sent what the template makes, where a stranger’s text stays text',
      template: '{ "text": data.severity & ": " & data.title, "who": data.actor.name }',
      body: { text: `high: ${hostile}`, who: 'root' },
    },
    { name: 'may be a list', template: '[data.records.eventID[0], data.count]', body: [expect.any(String), 1] },
    { name: 'knows the kind of message', template: '{ "kind": type }', body: { kind: 'alert.fired' } },
    {
      name: 'has the time of the alert for its clock, so that every attempt says the same',
      template: '{ "at": $now() }',
      body: { at: '2026-03-01T10:00:00.000Z' },
    },
    {
      name: 'is given the body in its format',
      template: '{ "source": source, "kind": type }',
      format: 'cloudevents',
      body: { source: expect.stringContaining('trailhound'), kind: expect.stringContaining('alert.fired') },
    },
  ])('$name', async ({ template, body, format }) => {
    const { sent, results } = shaperOf(template, format === undefined ? {} : { format });
    const [first, third] = [await sent(1), await sent(3)];
    expect(first.json).toEqual(body);
    expect(third.body).toBe(first.body);
    expect(first.headers['content-type']).toBe('application/json');
    expect(first.headers).not.toHaveProperty('webhook-template');
    expect(results).toEqual(['shaped', 'shaped']);
  });

  it.each([
    { name: 'makes nothing', template: 'data.missing', code: 'no-json' },
    { name: 'makes a function', template: '{ "f": $sum }', code: 'no-json' },
    { name: 'asks what cannot be answered', template: 'data.title + 1', code: /T20/ },
    {
      name: 'goes round without end',
      template: '($f := function($x) { $f($x) }; $f(1))',
      code: /steps|D1012|hard-stop/,
    },
    { name: 'calls itself without end', template: '($f := function($x) { $f($x) + 1 }; $f(1))', code: /D1011|steps/ },
    { name: 'makes more than receivers take', template: '{ "a": $pad("x", 30000) }', code: 'size' },
    { name: 'reaches for text as code', template: '$map(["1"], $eval)', code: 'forbidden' },
  ])('that $name is sent the standard body, which says so', async ({ template, code }) => {
    const { sent, results } = shaperOf(template);
    const { json, headers } = await sent();
    expect(json).toMatchObject({ type: 'alert.fired', data: { id: alert.id } });
    expect(headers['webhook-template']).toMatch(typeof code === 'string' ? `failed; ${code}` : code);
    expect(results).toEqual(['failed']);
  });

  it('finds nothing but the body', async () => {
    const reached = '{ "found": [$process, $require, $globalThis, $constructor, $secret, $url, secret, url] }';
    expect((await shaperOf(reached).sent()).json).toEqual({ found: [] });
  });

  it('whose evaluation cannot be had is sent the standard body', async () => {
    const templates = { json: () => Promise.reject(new Error('no process to be had')) };
    const { headers } = await shaperOf('data', { templates }).sent();
    expect(headers['webhook-template']).toBe('failed; unavailable');
  });

  it('that keeps having to be stopped rests for five minutes, so that it holds nobody up', async () => {
    let asked = 0;
    const templates = {
      async json(asks: readonly ConditionAsk[]) {
        asked += 1;
        return asks.map((): readonly ExpressionJson[] => [{ kind: 'stopped', code: 'hard-stop' }]);
      },
    };
    const { sent, clock } = shaperOf('data', { templates });
    const codes: (string | undefined)[] = [];
    for (let at = 0; at < 5; at += 1) codes.push((await sent()).headers['webhook-template']);
    expect(codes.map((code) => code?.replace('failed; ', ''))).toEqual([
      ...['hard-stop', 'hard-stop', 'hard-stop'],
      ...['resting', 'resting'],
    ]);
    expect(asked).toBe(3);
    clock.advance(5 * 60_000);
    await sent();
    expect(asked).toBe(4);
  });
});
