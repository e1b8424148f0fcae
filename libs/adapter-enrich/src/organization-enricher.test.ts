import { setTimeout as sleep } from 'node:timers/promises';
import type { Organization, OrganizationAccounts } from '@trailhound/ports';
import { enricherContract } from '@trailhound/ports/contracts';
import { describe, expect, it } from 'vitest';
import { organizationEnricher } from './organization-enricher.js';

const id = '111122223333';
const told = (name: string, unit?: string): OrganizationAccounts => ({ accounts: [{ id, name, unit }] });

/** Answers in turn, the last one again and again. */
function organizationOf(...answers: (OrganizationAccounts | Error | Promise<OrganizationAccounts>)[]) {
  let asked = 0;
  const organization: Organization = {
    async accounts() {
      const answer = answers[Math.min(asked, answers.length - 1)] ?? new Error('no answer');
      asked += 1;
      if (answer instanceof Error) throw answer;
      return await answer;
    },
    close: async () => undefined,
  };
  return { organization, asked: () => asked };
}

async function setUp(...answers: Parameters<typeof organizationOf>) {
  const { organization, asked } = organizationOf(...answers);
  const problems: (string | undefined)[] = [];
  const options = {
    everyMs: 10,
    firstWaitMs: 50,
    onLook: (problem: string | undefined) => void problems.push(problem),
  };
  const enricher = await organizationEnricher(organization, options);
  const now = () => enricher.enrich({ recipientAccountId: id });
  const looks = async (more: number) => {
    const before = problems.length;
    while (problems.length < before + more) await sleep(2);
  };
  return { enricher, problems, now, looks, asked };
}

enricherContract('organizationEnricher', async () => (await setUp(told('prod', 'Workloads'))).enricher);

describe('names and units of an organisation', () => {
  it('are there from the beginning, with when they were asked for', async () => {
    const { enricher, now } = await setUp(told('prod', 'Workloads/Prod'));
    expect(now()).toEqual({ recipientAccountName: 'prod', recipientAccountOu: 'Workloads/Prod' });
    expect(enricher.enrich({ recipientAccountId: '999999999999' })).toEqual({});
    expect(enricher.source).toMatchObject({ kind: 'organizations', readAt: expect.stringMatching(/Z$/) });
  });

  it('change with the organisation', async () => {
    const { now, looks } = await setUp(told('old'), told('new', 'Root'));
    await looks(1);
    expect(now()).toEqual({ recipientAccountName: 'new', recipientAccountOu: 'Root' });
  });

  it('go on as they were while the API is away, and say why', async () => {
    const { now, looks, problems, enricher } = await setUp(told('prod', 'Root'), new Error('throttled'));
    const readAt = enricher.source?.readAt;
    await looks(2);
    expect(now()).toEqual({ recipientAccountName: 'prod', recipientAccountOu: 'Root' });
    expect(problems.slice(0, 2)).toEqual([undefined, 'throttled']);
    expect(enricher.source?.readAt).toBe(readAt);
  });

  it('keep a unit that cannot be read now', async () => {
    const { now, looks, problems } = await setUp(told('prod', 'Root'), { ...told('renamed'), problem: 'grant it' });
    await looks(1);
    expect(now()).toEqual({ recipientAccountName: 'renamed', recipientAccountOu: 'Root' });
    expect(problems).toContain('grant it');
  });

  it('hold up nothing where the API is away from the beginning, and come when it answers', async () => {
    const slow = Promise.withResolvers<OrganizationAccounts>();
    const { now, looks } = await setUp(new Error('away'), slow.promise);
    expect(now()).toEqual({});
    slow.resolve(told('prod'));
    await looks(1);
    expect(now()).toEqual({ recipientAccountName: 'prod' });
  });

  it('hold up nothing where the API says nothing at all', async () => {
    const startedMs = performance.now();
    const { now, problems } = await setUp(new Promise<OrganizationAccounts>(() => undefined));
    expect(performance.now() - startedMs).toBeLessThan(5_000);
    expect([now(), problems]).toEqual([{}, []]);
  });
});
