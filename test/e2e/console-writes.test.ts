import { setTimeout as sleep } from 'node:timers/promises';
import { openMemoryStores } from '@trailhound/adapter-embedded';
import { recordUid } from '@trailhound/cloudtrail';
import { createApi, parseApiTokens, type RuleTestReport } from '@trailhound/console-api';
import { Alert, formatOrigin, recordHeaderNames, topics } from '@trailhound/contracts';
import { createMatcher, createRulesMetrics, createRulesState, followRules } from '@trailhound/matcher';
import type { Clock, RecordLog } from '@trailhound/ports';
import { createHealth, createLogger, createMetrics } from '@trailhound/runtime';
import { cloudTrailRecord } from '@trailhound/testkit';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { testRules, writingRules } from '../../services/cli/src/run/writing-rules.js';

// The API, the one writer of rules.state and matchers that follow it, over one log.

const token = 'a-token-of-this-test-only';
const rule = 'id: stop\nseverity: high\ncondition: eventName = "StopLogging"\n';
/** It stands still; pauses take their time. */
const clock: Clock = {
  now: () => Date.UTC(2026, 0, 20),
  sleep: (ms, signal) => sleep(ms, undefined, { ...(signal && { signal }) }).catch(() => undefined),
};
const mute = {
  id: 'bot',
  rules: ['stop'],
  when: 'sourceIPAddress = "192.0.2.7"',
  reason: 'It moves trails.',
  owner: 'platform@example.com',
  from: '2026-01-10T00:00:00Z',
  until: '2026-01-12T00:00:00Z',
};
/** One before the suppression, two within, one after its end; the last but one from elsewhere. */
const records = [
  ['2026-01-09T23:59:59Z', '192.0.2.7'],
  ['2026-01-10T00:00:00Z', '192.0.2.7'],
  ['2026-01-11T12:00:00Z', '192.0.2.7'],
  ['2026-01-11T12:00:00Z', '198.51.100.1'],
  ['2026-01-12T00:00:00Z', '192.0.2.7'],
].map(([time = '', sourceIPAddress = ''], index) => ({
  ...cloudTrailRecord({ eventSource: 'cloudtrail', eventName: 'StopLogging', eventTime: new Date(time) }),
  ...{ sourceIPAddress, eventID: `00000000-0000-4000-8000-00000000000${index}` },
}));

let closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.toReversed()) await close();
  closing = [];
});

async function installation() {
  const stores = openMemoryStores({ clock });
  closing.push(() => stores.close());
  const logger = createLogger({ service: 'test', write: () => undefined });
  const metrics = createMetrics({ version: 'test' });
  const health = createHealth({ clock });
  const { writer, part } = writingRules({ stores, clock });
  await part.start?.();
  closing.push(async () => part.stop?.(AbortSignal.timeout(10_000)));
  const tokens = parseApiTokens([token], 'test');
  if (!tokens.ok) throw new Error('no tokens');
  const api = await createApi({
    ...{ alerts: stores.alerts, windows: stores.state.windows, deliveries: stores.state.deliveries, log: stores.log },
    ...{ checkpoints: stores.state.checkpoints, clock, writer, testRules, destinations: [], health, metrics, logger },
    ...{ tokens: tokens.value, listen: { host: '127.0.0.1', port: 0 }, version: 'test' },
  });
  const url = await api.listen();
  closing.push(() => api.close());
  const request = (method: string, path: string, body?: unknown) =>
    fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const status = async (...given: Parameters<typeof request>) => (await request(...given)).status;
  const send = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await request(method, path, body);
    const text = await answer.text();
    expect([method, path, answer.status, text]).toEqual([method, path, 200, text]);
    return JSON.parse(text);
  };

  /** Matches all records anew, in a state of its own, under what is in force; answers id and who mutes it. */
  async function alerts(): Promise<ReadonlyMap<string, readonly string[]>> {
    const own = openMemoryStores({ clock });
    for (const record of records) {
      const { uid } = recordUid(record);
      const origin = formatOrigin({ source: 'files', input: 'input.json', index: 0 });
      const headers = { [recordHeaderNames.uid]: uid, [recordHeaderNames.origin]: origin };
      const value = new TextEncoder().encode(JSON.stringify(record));
      await own.log.publish(topics.records, [{ key: uid, value, headers }]);
    }
    const state = createRulesState({ log: stores.log, clock });
    const rules = followRules({
      state,
      clock,
      logger,
      metrics: createRulesMetrics(createMetrics({ version: 'test' })),
    });
    const following = state.run();
    await rules.first;
    const matcher = createMatcher({
      ...{ log: own.log, state: own.state, rules, clock, logger, metrics: createMetrics({ version: 'test' }), health },
    });
    const run = matcher.run();
    await vi.waitFor(async () => {
      expect((await matcher.lag()).every(({ records: left }) => left === 0n)).toBe(true);
      expect(await messagesIn(own.log)).toBe(records.length);
    }, 60_000);
    const found = await readAlerts(own.log);
    await matcher.stop();
    await run;
    await state.stop();
    await following;
    await own.close();
    return new Map(found.map(({ id, suppressedBy }) => [id, suppressedBy.map((by) => by.id)]));
  }
  return { send, status, alerts };
}

async function messagesIn(log: RecordLog): Promise<number> {
  return Number((await log.bounds(topics.alerts)).get(0)?.next ?? 0n);
}

async function readAlerts(log: RecordLog): Promise<readonly Alert[]> {
  const next = await messagesIn(log);
  const found: Alert[] = [];
  const reader = log.consumer({ topic: topics.alerts, group: `reader-${crypto.randomUUID()}` });
  const run = reader.run(async (batch) => {
    for (const { value } of batch.records)
      found.push(Alert.parse(JSON.parse(new TextDecoder().decode(value ?? undefined))));
  });
  await vi.waitFor(() => expect(found.length).toBe(next), 60_000);
  await reader.stop();
  await run;
  return found;
}

const seen = (alerts: ReadonlyMap<string, readonly string[]>) =>
  [...alerts].flatMap(([id, muted]) => (muted.length === 0 ? [id] : [])).sort();

describe('a suppression created through the API', { timeout: 180_000 }, () => {
  it('mutes in event time what it names, from its revision on, and lifted gives the same ids back', async () => {
    const { send, alerts } = await installation();
    await send('POST', '/api/rules?by=ana', { text: rule });
    const before = await alerts();
    expect(seen(before)).toHaveLength(records.length);

    // Its period lies in the past: the clock of the wall says it has ended, and the events of then are muted.
    await send('POST', '/api/suppressions?by=ana', mute);
    const muted = await alerts();
    expect(seen(muted)).toHaveLength(3);
    expect(seen(before)).toEqual(expect.arrayContaining(seen(muted)));
    expect([...muted.values()].filter((by) => by.length > 0)).toEqual([['bot'], ['bot']]);

    await send('DELETE', '/api/suppressions/bot?by=ana&revision=2');
    expect(seen(await alerts())).toEqual(seen(before));
  });

  it('and said anew mutes what it says now, in event time', async () => {
    const { send, alerts } = await installation();
    await send('POST', '/api/rules', { text: rule });
    await send('POST', '/api/suppressions', { ...mute, from: '2026-01-11', until: '2026-02-01' });
    expect(seen(await alerts())).toHaveLength(3);
    await send('PUT', '/api/suppressions/bot?revision=2', { ...mute, id: undefined, until: '2026-01-11' });
    expect(seen(await alerts())).toHaveLength(4);
  });
});

describe('a rule edited through the API', { timeout: 180_000 }, () => {
  it('by several at once is changed by one of them, and the others are told', async () => {
    const { send, status } = await installation();
    await send('POST', '/api/rules', { text: rule });
    const edits = ['low', 'medium', 'critical'].map((severity) =>
      status('PUT', '/api/rules/stop?revision=1', { text: rule.replace('high', severity) }),
    );
    expect((await Promise.all(edits)).toSorted()).toEqual([200, 409, 409]);
    expect(await status('PUT', '/api/rules/stop?revision=1', { text: rule })).toBe(409);
  });
});

describe('a rule tried through the API', () => {
  it('runs its own tests, or the records sent, and is not saved', async () => {
    const { send } = await installation();
    const text = `${rule}tests:\n  - name: it stops\n    event: { eventName: StopLogging }\n    expect: match\n  - name: it starts\n    event: { eventName: StartLogging }\n    expect: match\n`;
    const own = (await send('POST', '/api/rules/test', { text })) as RuleTestReport;
    expect(own.passed).toBe(false);
    expect(own.results).toMatchObject([
      { rule: 'stop', test: 'it stops', passed: true },
      {
        test: 'it starts',
        passed: false,
        explanations: [{ event: 1, sentences: [expect.stringContaining('does not hold')] }],
      },
    ]);
    const tried = (await send('POST', '/api/rules/test', { text, records })) as RuleTestReport;
    expect(tried).toMatchObject({ passed: true, results: [{ passed: null, matches: 5, alerts: 5, suppressed: 0 }] });
    expect(await send('POST', '/api/rules/test', { text: `${text}# again` })).toMatchObject({ passed: false });
  });
});
