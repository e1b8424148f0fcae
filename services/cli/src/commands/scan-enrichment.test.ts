import { cloudTrailRecord, iamUser } from '@trailhound/testkit';
import { buildGeoDatabase, pythonIsMissing } from '@trailhound/testkit/launchers';
import { describe, expect, it } from 'vitest';
import { call } from '../../testing/captured-io.js';
import { sampleFolder } from '../../testing/sample-folder.js';

const rules = `
id: from-abroad
title: 'from {enriched.sourceIPAddress_geoip.country_name} in {enriched.recipientAccountName}'
language: lucene
condition: '_exists_:sourceIPAddress_geoip NOT sourceIPAddress_geoip.country_name.keyword:/india|united states/'
---
id: in-production
language: lucene
condition: recipientAccountName:production
---
id: plain
language: lucene
condition: eventName:ListUsers
`;
const from = (sourceIPAddress: string, minute: number) =>
  cloudTrailRecord({
    eventSource: 'iam',
    eventName: 'ListRoles',
    eventTime: new Date(Date.UTC(2026, 2, 1, 10, minute)),
    userIdentity: iamUser({ userName: 'alice' }),
    sourceIPAddress,
  });
const records = [from('203.0.113.9', 1), from('198.51.100.7', 2), from('192.0.2.1', 3), from('ec2.amazonaws.com', 4)];

function sample() {
  return sampleFolder({
    'rules.yaml': rules,
    'logs.jsonl': records.map((record) => `${JSON.stringify(record)}\n`).join(''),
  });
}

const skipped = pythonIsMissing();

describe('scan and enrichments', () => {
  it('names the rules that find nothing without one, and the fix; the others run', async () => {
    const path = sample();
    const { exitCode, stderr } = await call(['scan', '--rules', path('rules.yaml'), path('logs.jsonl')]);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(
      /warning: .*rules\.yaml:2:1: rule from-abroad is unsatisfied: .*sourceIPAddress_geoip.*--geo/,
    );
    expect(stderr).toMatch(
      /rules\.yaml:7:1: rule in-production is unsatisfied: .*recipientAccountName.*--account-name/,
    );
    expect(stderr).not.toContain('rule plain');
  });

  it('takes names of accounts', async () => {
    const path = sample();
    const account = String(records[0]?.recipientAccountId);
    const args = ['scan', '--rules', path('rules.yaml'), '--matches', path('logs.jsonl')];
    const { json, stderr } = await call([...args, '--account-name', `${account}=production`]);
    expect(json().map(({ rule }) => rule)).toEqual(records.map(() => 'in-production'));
    expect(stderr).not.toContain('in-production is unsatisfied');
    const wrong = await call([...args, '--account-name', 'production']);
    expect(wrong).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('111122223333=production') });
  });

  it('refuses a database that is none by name, before it reads a record', async () => {
    const path = sample();
    const { exitCode, stderr, stdout } = await call([
      ...['scan', '--rules', path('rules.yaml'), '--geo', path('rules.yaml'), path('logs.jsonl')],
    ]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toMatch(/database of places .*rules\.yaml cannot be used/);
  });

  it.skipIf(skipped !== undefined)(
    `knows where an address lies, and says so in titles${skipped === undefined ? '' : ` (skipped: ${skipped})`}`,
    { timeout: 180_000 },
    async () => {
      const path = sample();
      buildGeoDatabase(path('places.mmdb'), {
        '203.0.113.0/24': { country: { iso_code: 'DE', names: { en: 'Germany' } } },
        '198.51.100.0/24': { country: { iso_code: 'IN', names: { en: 'India' } } },
      });
      const args = ['scan', '--rules', path('rules.yaml'), '--geo', path('places.mmdb'), path('logs.jsonl')];
      const { json, stderr } = await call([...args, '--format', 'ndjson']);
      expect(json().map(({ rule, title }) => `${rule}: ${title}`)).toEqual(['from-abroad: from Germany in <missing>']);
      expect(stderr).not.toContain('from-abroad is unsatisfied');
    },
  );
});
