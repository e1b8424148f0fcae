import type { RulesContent } from '@trailhound/rules';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bookWriter } from '../../testing/book-writer.js';
import { type StartedApi, startApi } from '../../testing/start-api.js';
import type { RevisionList, RuleDetail, RuleList, SuppressionList } from './rule-views.js';

const burst = `id: burst
title: "{user} is refused again and again"
severity: high
language: threatstack
condition: errorCode = "AccessDenied"
groupBy: [user]
threshold: { count: 5, within: 10m, distinct: eventName }
tags: [discovery]
`;
const muted = `- id: bot
  rules: [burst]
  when: user = "deploy-bot"
  reason: It probes its own permissions.
  owner: platform@example.com
  until: 2020-01-31
- id: forever
  rules: ["*"]
  when: sourceIPAddress = "192.0.2.1"
  reason: The scanner of our own.
  owner: sec@example.com
`;

let started: StartedApi;
beforeAll(async () => {
  started = await startApi();
});
afterAll(async () => {
  await started.api.close();
  await started.stores.close();
});

async function push(content: RulesContent): Promise<void> {
  const origin = { at: '2026-01-15T12:00:00.000Z', by: 'ana@laptop', from: 'rules' };
  await bookWriter(started.stores.log).push(content, origin);
}

async function read<T>(path: string): Promise<T> {
  const answer = await started.get(path);
  expect([path, answer.status]).toEqual([path, 200]);
  return (await answer.json()) as T;
}

describe('the rules in the API', () => {
  it('are none where nothing was ever pushed', async () => {
    expect(await read<RuleList>('/api/rules')).toEqual({
      inForce: { revision: null, at: null, by: null },
      rules: [],
      problems: [],
    });
    expect(await read<RevisionList>('/api/rules/revisions')).toEqual({ revisions: [] });
  });

  it('are those of the newest revision, which the answer names, with what cannot run', async () => {
    await push({ rules: [{ path: 'burst.yaml', text: burst }], suppressions: [], packs: {} });
    await push({
      rules: [
        { path: 'bad.yaml', text: 'id: bad\ncondition: "eventName ="\n' },
        { path: 'burst.yaml', text: burst },
      ],
      suppressions: [{ path: 'muted.yaml', text: muted }],
      packs: {},
    });
    const { inForce, rules, problems } = await read<RuleList>('/api/rules');
    expect(inForce).toEqual({ revision: 2, at: '2026-01-15T12:00:00.000Z', by: 'ana@laptop' });
    expect(rules).toMatchObject([{ id: 'burst', severity: 'high', enabled: true, file: 'burst.yaml', line: 1 }]);
    expect(problems).toMatchObject([{ file: 'bad.yaml', code: expect.any(String) }]);
  });

  it('show what they look for, and the file they stand in', async () => {
    expect(await read<RuleDetail>('/api/rules/burst')).toMatchObject({
      condition: 'errorCode = "AccessDenied"',
      groupBy: ['user'],
      threshold: { count: 5, withinSeconds: 600, distinct: 'eventName' },
      dedupSeconds: 600,
      text: burst,
    });
    expect((await started.get('/api/rules/toString')).status).toBe(404);
  });

  it('have revisions, the one in force first', async () => {
    const { revisions } = await read<RevisionList>('/api/rules/revisions');
    expect(revisions.map(({ revision, by }) => [revision, by])).toEqual([
      [2, 'ana@laptop'],
      [1, 'ana@laptop'],
    ]);
  });

  it('come with what mutes them, and whether it has ended', async () => {
    const { suppressions } = await read<SuppressionList>('/api/suppressions');
    expect(suppressions).toMatchObject([
      { id: 'bot', state: 'ended', rules: ['burst'], until: '2020-01-31T00:00:00.000Z', owner: 'platform@example.com' },
      { id: 'forever', state: 'active', rules: ['*'], until: null },
    ]);
  });

  it('are read again only when something was pushed', async () => {
    const before = await read<RuleList>('/api/rules');
    await push({
      rules: [{ path: 'burst.yaml', text: burst.replace('high', 'low') }],
      suppressions: [],
      packs: {},
    });
    const after = await read<RuleList>('/api/rules');
    expect([before.inForce.revision, after.inForce.revision]).toEqual([2, 3]);
    expect(after.rules).toMatchObject([{ severity: 'low' }]);
  });

  it('are shown to nobody without a token', async () => {
    for (const path of ['/api/rules', '/api/rules/burst', '/api/rules/revisions', '/api/suppressions'])
      expect([path, (await fetch(`${started.url}${path}`)).status]).toEqual([path, 401]);
  });
});
