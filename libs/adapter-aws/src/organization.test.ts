import { startOrganizationsApi } from '@trailhound/testkit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { organizationOfAws } from './organization.js';

const never = new AbortController().signal;
const idOf = (n: number) => String(111_111_111_111 + n);

async function setUp(accounts: number) {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
  const api = await startOrganizationsApi();
  const organization = organizationOfAws({}, { AWS_ENDPOINT_URL_ORGANIZATIONS: api.origin });
  onTestFinished(async () => {
    await organization.close();
    await api.close();
  });
  api.units.set('ou-work', { name: 'Workloads', parent: 'r-root' });
  api.units.set('ou-prod', { name: 'Prod', parent: 'ou-work' });
  const parents = ['r-root', 'ou-work', 'ou-prod'];
  for (let n = 0; n < accounts; n += 1)
    api.accounts.set(idOf(n), { name: `account ${n}`, parent: parents[n % 3] ?? 'r-root' });
  const asked = (operation: string) =>
    api.requests.filter(({ headers }) => String(headers['x-amz-target']).endsWith(`.${operation}`)).length;
  return { api, organization, asked };
}

describe('an organisation', () => {
  it('is told with all its accounts, page by page, and the path of units to each', async () => {
    const { api, organization, asked } = await setUp(45);
    const { accounts, problem } = await organization.accounts(never);
    expect(problem).toBeUndefined();
    expect(accounts).toHaveLength(45);
    expect(accounts.slice(0, 3)).toEqual([
      { id: idOf(0), name: 'account 0', unit: 'Root' },
      { id: idOf(1), name: 'account 1', unit: 'Workloads' },
      { id: idOf(2), name: 'account 2', unit: 'Workloads/Prod' },
    ]);
    expect(api.refusals).toEqual([]);
    expect(asked('ListAccounts')).toBe(3);
    expect(asked('DescribeOrganizationalUnit')).toBe(2);
  });

  it('whose units may not be read is told by its names alone, with what to grant', async () => {
    const { api, organization } = await setUp(9);
    api.denied.add('ListParents');
    const { accounts, problem } = await organization.accounts(never);
    expect(accounts).toHaveLength(9);
    expect(new Set(accounts.map(({ unit }) => unit))).toEqual(new Set([undefined]));
    expect(problem).toMatch(/ListParents and organizations:DescribeOrganizationalUnit are denied: grant them/);
  });

  it('that may not be listed says what to grant', async () => {
    const { api, organization } = await setUp(1);
    api.denied.add('ListAccounts');
    await expect(organization.accounts(never)).rejects.toThrow(/^organizations:ListAccounts are denied: grant them/);
  });

  it('whose units hang in a circle ends all the same', async () => {
    const { api, organization } = await setUp(3);
    api.units.set('ou-work', { name: 'Workloads', parent: 'ou-prod' });
    api.units.set('ou-prod', { name: 'Prod', parent: 'ou-work' });
    const told = organization.accounts(AbortSignal.timeout(3_000));
    expect((await told).accounts).toHaveLength(3);
  });
});
