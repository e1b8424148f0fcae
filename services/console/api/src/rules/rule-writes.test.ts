import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type StartedApi, startApi } from '../../testing/start-api.js';
import type { ProblemDocument } from '../http/problem-document.js';
import type { RuleDetail, RuleList, SuppressionList } from './rule-views.js';
import type { RulesWritten } from './write-views.js';

const burst = `# refused again and again
id: burst
severity: high
condition: errorCode = "AccessDenied"
groupBy: [user]
threshold: { count: 5, within: 10m }
tests:
  - name: one is none
    event: { errorCode: AccessDenied }
    expect: { alerts: 0 }
---
id: stop
condition: eventName = "StopLogging"
`;
const bot = {
  id: 'bot',
  rules: ['burst'],
  when: 'user = "deploy-bot"',
  reason: 'It probes its own permissions.',
  owner: 'platform@example.com',
};
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

let started: StartedApi;
beforeEach(async () => {
  started = await startApi();
});
afterEach(async () => {
  await started.api.close();
  await started.stores.close();
});

async function sent(method: string, path: string, body?: unknown): Promise<RulesWritten> {
  const answer = await started.send(method, path, body);
  const text = await answer.text();
  expect([path, answer.status, text]).toEqual([path, 200, text]);
  return JSON.parse(text) as RulesWritten;
}

async function refused(method: string, path: string, body?: unknown): Promise<ProblemDocument> {
  const answer = await started.send(method, path, body);
  const problem = (await answer.json()) as ProblemDocument;
  expect(problem.status).toBe(answer.status);
  return problem;
}

async function read<T>(path: string): Promise<T> {
  return (await (await started.get(path)).json()) as T;
}

const ids = async () => (await read<RuleList>('/api/rules')).rules.map(({ id, enabled }) => `${id} ${enabled}`);

describe('rules written through the API', () => {
  it('are created, edited, cloned, turned off and on, and deleted, each as a revision that says who and what', async () => {
    expect(await sent('POST', '/api/rules?by=ana&note=first', { text: burst, file: 'trails/own.yaml' })).toMatchObject({
      ...{ outcome: 'pushed', revision: 1, by: 'ana', changes: { rules: { added: 2 } } },
    });
    const { text } = await read<RuleDetail>('/api/rules/burst');
    expect(text).toBe(burst);
    await sent('PUT', '/api/rules/burst?by=bo&revision=1', { text: text.replace('count: 5', 'count: 6') });
    await sent('POST', '/api/rules/burst/clone?by=bo&revision=2', { id: 'burst of six' });
    await sent('POST', '/api/rules/stop/disable?by=bo&revision=3');
    expect(await ids()).toEqual(['burst of six true', 'burst true', 'stop false']);
    await sent('POST', '/api/rules/stop/enable?by=bo&revision=4');
    await sent('DELETE', '/api/rules/burst?by=cy&revision=5');
    expect(await ids()).toEqual(['burst of six true', 'stop true']);
    const { revisions } = await read<{ revisions: { by: string; from: string; note?: string }[] }>(
      '/api/rules/revisions',
    );
    expect(revisions.map(({ by, from, note }) => [by, from, note])).toEqual([
      ['cy', 'api: rule burst deleted', undefined],
      ['bo', 'api: rule stop turned on', undefined],
      ['bo', 'api: rule stop turned off', undefined],
      ['bo', 'api: rule burst cloned as burst of six', undefined],
      ['bo', 'api: rule burst edited', undefined],
      ['ana', 'api: rule file trails/own.yaml added', 'first'],
    ]);
    expect(started.logged.filter((line) => line.includes('rules written through the API'))).toHaveLength(6);
  });

  it('are not changed by who read an earlier revision, and the answer says what came first', async () => {
    await sent('POST', '/api/rules?by=ana', { text: burst });
    await sent('POST', '/api/rules/stop/disable?by=ana&revision=1');
    const problem = await refused('DELETE', '/api/rules/stop?by=bo&revision=1');
    expect(problem).toMatchObject({ status: 409, code: 'API_REVISION_STALE' });
    expect(problem.detail).toContain('revision 2 by ana');
    expect(await ids()).toEqual(['burst true', 'stop false']);
  });

  it('are refused with file, line, code and fix where they cannot run, and nothing changes', async () => {
    await sent('POST', '/api/rules', { text: burst, file: 'own.yaml' });
    const text = burst.replace('eventName = "StopLogging"', 'eventName =');
    const problem = await refused('PUT', '/api/rules/stop?revision=1', { text });
    expect(problem).toMatchObject({ status: 422, code: 'API_CONTENT_REFUSED' });
    expect(problem.problems).toMatchObject([{ code: 'E-SYNTAX', file: 'own.yaml', line: 13 }]);
    expect((await read<RuleDetail>('/api/rules/stop')).text).toBe(burst);
  });

  it.each([
    ['PUT', '/api/rules/none?revision=1', { text: burst }, 404],
    ['DELETE', '/api/rules/none?revision=1', undefined, 404],
    ['DELETE', '/api/suppressions/none?revision=1', undefined, 404],
    ['DELETE', '/api/rules/stop', undefined, 400],
    ['DELETE', '/api/rules/stop?revision=-1', undefined, 400],
    ['PUT', '/api/rules/stop?revision=1', undefined, 400],
    ['PUT', '/api/rules/stop?revision=1', { text: 1 }, 400],
    ['PUT', '/api/rules/stop?revision=1', { text: burst, more: true }, 400],
    ['POST', '/api/rules', { text: 'x'.repeat(300 * 1024) }, 400],
    ['POST', '/api/rules', { text: burst, file: '../../etc/cron.d/x' }, 422],
    ['POST', '/api/rules/test', {}, 400],
    ['POST', '/api/rules/test', { id: 'none' }, 404],
  ])('%s %s with %s is refused with %i', async (method, path, body, status) => {
    await sent('POST', '/api/rules', { text: burst });
    expect(await refused(method, path, body)).toMatchObject({ status });
    expect(await ids()).toEqual(['burst true', 'stop true']);
  });

  it('takes no body that reaches for prototypes, nor one that is no JSON', async () => {
    for (const body of ['{"__proto__":{"text":"x"}}', '{', 'text']) {
      const answer = await fetch(`${started.url}/api/rules`, {
        ...{ method: 'POST', body },
        headers: { authorization: `Bearer ${started.token}`, 'content-type': 'application/json' },
      });
      expect([body, answer.status]).toEqual([body, 400]);
    }
  });

  it('need a token', async () => {
    for (const path of ['/api/rules', '/api/rules/test', '/api/suppressions', '/api/suppressions/x/end'])
      expect([path, (await fetch(`${started.url}${path}`, { method: 'POST' })).status]).toEqual([path, 401]);
  });
});

describe('suppressions written through the API', () => {
  beforeEach(async () => {
    await sent('POST', '/api/rules', { text: burst });
  });

  it('are created, edited, ended and deleted', async () => {
    await sent('POST', '/api/suppressions?by=ana', { ...bot, until: inDays(30) });
    const states = async () =>
      (await read<SuppressionList>('/api/suppressions')).suppressions.map(({ id, state, owner }) => [id, state, owner]);
    expect(await states()).toEqual([['bot', 'active', 'platform@example.com']]);
    const { id: _, ...keys } = { ...bot, owner: 'sec@example.com', until: inDays(60) };
    await sent('PUT', '/api/suppressions/bot?revision=2', keys);
    expect(await states()).toEqual([['bot', 'active', 'sec@example.com']]);
    await sent('POST', '/api/suppressions/bot/end?revision=3');
    expect(await states()).toEqual([['bot', 'ended', 'sec@example.com']]);
    await sent('DELETE', '/api/suppressions/bot?revision=4');
    expect(await states()).toEqual([]);
  });

  it.each([
    ['without an end', {}],
    ['of over 90 days', { until: inDays(91) }],
  ])('%s are refused with code and fix, and taken with force', async (_, period) => {
    const problem = await refused('POST', '/api/suppressions', { ...bot, ...period });
    expect(problem).toMatchObject({ status: 422, problems: [{ code: 'SUPPRESSION_ENDLESS', line: 1 }] });
    expect(problem.problems?.[0]?.fix).toContain('force=true');
    await sent('POST', '/api/suppressions?force=true', { ...bot, ...period });
    // What was accepted once does not stand in the way of other changes.
    await sent('POST', '/api/rules/stop/disable?revision=2');
  });

  it('with a filter that is no filter are refused with its place', async () => {
    const problem = await refused('POST', '/api/suppressions', { ...bot, when: 'user = ', until: inDays(1) });
    expect(problem.problems).toMatchObject([{ code: 'E-SYNTAX', file: 'console/bot.yaml', line: expect.any(Number) }]);
  });
});

it('where folders are followed the API writes nothing and says what to do', async () => {
  const own = await startApi({ writer: { refusal: 'edit the file in rules/' } });
  const answer = await own.send('POST', '/api/rules', { text: burst });
  expect(answer.status).toBe(403);
  expect(await answer.json()).toMatchObject({ code: 'API_RULES_IN_FOLDERS', detail: 'edit the file in rules/' });
  await own.api.close();
  await own.stores.close();
});
