import { simulateAccount, startOrganizationsApi } from '@trailhound/testkit';
import { expect, it, onTestFinished } from 'vitest';
import { trailhound } from '../support/trailhound.js';
import { installation } from './embedded-setup.js';

it('trailhound up names accounts as their organisation does, and says so in every alert', async () => {
  const api = await startOrganizationsApi();
  onTestFinished(() => api.close());
  const { records } = simulateAccount({ seed: 1, start: new Date('2026-03-02T00:00:00Z'), hours: 1 });
  api.units.set('ou-work', { name: 'Workloads', parent: 'r-root' });
  for (const record of records)
    api.accounts.set(String(record['recipientAccountId']), { name: 'acme', parent: 'ou-work' });
  const own = await installation({ seed: 1, more: `enrich: { organizations: { endpoint: '${api.origin}' } }\n` });
  const env = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  const run = await trailhound(['up', '--config', own.config, '--once'], { env });
  expect(run).toMatchObject({ exitCode: 0 });
  expect(own.receiver.requests.length).toBeGreaterThan(10);
  const source = { kind: 'organizations', name: 'organizations', readAt: expect.stringMatching(/Z$/) };
  for (const { body } of own.receiver.requests)
    expect(JSON.parse(body).data.enriched).toEqual(
      expect.arrayContaining([
        { member: 'recipientAccountName', value: 'acme', source },
        { member: 'recipientAccountOu', value: 'Workloads', source },
      ]),
    );
  expect(api.refusals).toEqual([]);
}, 60_000);
