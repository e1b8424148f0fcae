import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Enricher } from '@trailhound/ports';
import { enricherContract } from '@trailhound/ports/contracts';
import { afterAll, describe, expect, it } from 'vitest';
import { openAccountFileEnricher } from './account-file-enricher.js';
import { accountNameEnricher } from './account-name-enricher.js';
import { openLookupEnricher } from './lookup-enricher.js';
import { networkEnricher, openNetworkEnricher } from './network-enricher.js';
import { parseTable } from './parse-table.js';
import { reloadedEnricher } from './reloaded-enricher.js';

const folder = mkdtempSync(join(tmpdir(), 'trailhound-enrich-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const file = (text: string) => {
  files += 1;
  const path = join(folder, `f${files}`);
  writeFileSync(path, text);
  return path;
};

const published = JSON.stringify({
  prefixes: [
    { ip_prefix: '203.0.0.0/16', service: 'AMAZON', region: 'GLOBAL' },
    { ip_prefix: '203.0.113.0/24', service: 'EC2', region: 'eu-west-1' },
    { ip_prefix: '203.0.113.0/24', service: 'AMAZON', region: 'eu-west-1' },
  ],
  ipv6_prefixes: [{ ipv6_prefix: '2600:1f00::/24', service: 'S3', region: 'us-east-1' }],
});
const accounts = 'id,name,ou\n111122223333,"Prod, main",Workloads\n444455556666,dev,\n';
const table = 'ip,owner\n198.51.100.7,alice\n10.0.0.1,"says ""hi"""\n';
const lookup = { name: 'owners', key: 'sourceIPAddress', column: 'ip' };

enricherContract('networkEnricher', async () => networkEnricher());
enricherContract('openNetworkEnricher', () => openNetworkEnricher(file(published)));
enricherContract('openAccountFileEnricher', () => openAccountFileEnricher(file(accounts)));
enricherContract('openLookupEnricher', () => openLookupEnricher(file(table), lookup));

describe('the network of an address', () => {
  it.each([
    ['203.0.113.9', { class: 'reserved', aws_service: 'EC2', aws_region: 'eu-west-1', range: '203.0.113.0/24' }],
    ['203.0.7.7', { class: 'public', aws_service: 'AMAZON', aws_region: 'GLOBAL', range: '203.0.0.0/16' }],
    ['::ffff:203.0.7.7', { class: 'public', aws_service: 'AMAZON' }],
    ['2600:1f00::1', { class: 'public', aws_service: 'S3', range: '2600:1f00::/24' }],
    ['8.8.8.8', { class: 'public' }],
    ['10.1.2.3', { class: 'private' }],
    ['fd00::1', { class: 'private' }],
    ['127.0.0.1', { class: 'loopback' }],
    ['169.254.1.1', { class: 'link_local' }],
    ['100.64.0.1', { class: 'shared' }],
    ['ec2.amazonaws.com', { class: 'service' }],
    ['AWS Internal', { class: 'service' }],
  ])('%s', async (sourceIPAddress, network) => {
    const { enrich } = await openNetworkEnricher(file(published));
    expect(enrich({ sourceIPAddress })).toMatchObject({ sourceIPAddress_network: network });
  });

  it.each(['999.1.1.1', 'x', '', null])('of %j is not made up', (sourceIPAddress) => {
    expect(networkEnricher().enrich({ sourceIPAddress })).toEqual({});
  });
});

describe('a file of accounts', () => {
  it.each([
    ['CSV', accounts],
    [
      'JSON of Organizations',
      JSON.stringify({ Accounts: [{ Id: '111122223333', Name: 'Prod, main', OU: 'Workloads' }] }),
    ],
  ])('in %s tells name and unit', async (_, text) => {
    const { enrich } = await openAccountFileEnricher(file(text));
    expect(enrich({ recipientAccountId: '111122223333' })).toEqual({
      recipientAccountName: 'Prod, main',
      recipientAccountOu: 'Workloads',
    });
    expect(enrich({ recipientAccountId: '999999999999' })).toEqual({});
  });
});

describe('a table', () => {
  it('gives the row whose key the record holds', async () => {
    const { enrich } = await openLookupEnricher(file(table), lookup);
    expect(enrich({ sourceIPAddress: '10.0.0.1' })).toEqual({ lookup_owners: { ip: '10.0.0.1', owner: 'says "hi"' } });
    expect(enrich({ sourceIPAddress: '__proto__' })).toEqual({});
    const json = await openLookupEnricher(file('[{"ip":"1.2.3.4","level":3}]'), lookup);
    expect(json.enrich({ sourceIPAddress: '1.2.3.4' })).toEqual({ lookup_owners: { ip: '1.2.3.4', level: '3' } });
  });

  it.each([
    [
      'a,b\r\n"x\ny",2\r\n\r\n3,\r\n',
      [
        { a: 'x\ny', b: '2' },
        { a: '3', b: '' },
      ],
    ],
    ['\ufeffa\n1', [{ a: '1' }]],
  ])('%j is read', (text, rows) => expect(parseTable(text)).toEqual(rows));

  it.each([
    ['', /no line of headings/],
    ['a\n"x', /line 2: a quote is not closed/],
    ['a\n1,2', /row 2 has more cells/],
  ])('%j is refused', (text, says) => expect(() => parseTable(text)).toThrow(says));
});

describe('where a value comes from', () => {
  const sha = expect.stringMatching(/^[0-9a-f]{12}$/);
  const named = { kind: 'file', name: expect.stringMatching(/^f\d+$/), readAt: expect.stringMatching(/Z$/) };
  it.each<[string, () => Promise<Enricher> | Enricher, object]>([
    ['accounts: the file and its content', () => openAccountFileEnricher(file(accounts)), { ...named, version: sha }],
    ['a table: the file and its content', () => openLookupEnricher(file(table), lookup), { ...named, version: sha }],
    ['ranges: the file and its content', () => openNetworkEnricher(file(published)), { ...named, version: sha }],
    [
      'ranges as AWS dates them: when they were published',
      () => openNetworkEnricher(file(JSON.stringify({ createDate: '2026-03-01-10-00-00', prefixes: [] }))),
      { ...named, version: '2026-03-01-10-00-00' },
    ],
    ['a class alone: the address', () => networkEnricher(), { kind: 'addresses', name: 'sourceIPAddress' }],
    [
      'a name of the configuration',
      () => accountNameEnricher({ '111122223333': 'prod' }),
      { kind: 'configuration', name: 'enrich.accountNames' },
    ],
  ])('is told of %s', async (_, open, source) => {
    expect((await open()).source).toEqual(source);
  });
});

describe('a file that cannot be used', () => {
  it.each([
    ['ranges that are none', () => openNetworkEnricher(file('{}')), /neither prefixes/],
    ['a range that is none', () => openNetworkEnricher(file('{"prefixes":[{"ip_prefix":"x/8"}]}')), /is no range/],
    [
      'an account without a name',
      () => openAccountFileEnricher(file('id,name\n1,x\n')),
      /entry 1 has no id of 12 digits/,
    ],
    ['no file', () => openAccountFileEnricher(join(folder, 'gone')), /ENOENT/],
    ['a column that is not there', () => openLookupEnricher(file(table), { ...lookup, column: 'x' }), /no column "x"/],
    ['a key that is no path', () => openLookupEnricher(file(table), { ...lookup, key: 'a..b' }), /no path/],
  ])('for %s is named with the reason', async (_, open, says) => {
    await expect(open()).rejects.toMatchObject({ code: 'ENRICHMENT_FILE', message: expect.stringMatching(says) });
  });
});

describe('a file that changes', () => {
  it('is taken when it is whole; one that cannot be used is told, and the last good one goes on', async () => {
    const path = file(accounts);
    const told: (string | undefined)[] = [];
    const onReload = (_: string, problem: string | undefined) => void told.push(problem);
    const enricher = await reloadedEnricher(path, openAccountFileEnricher, { onReload, everyMs: 20 });
    const nameNow = () => enricher.enrich({ recipientAccountId: '111122223333' })['recipientAccountName'];
    const replace = async (text: string) => {
      const before = told.length;
      writeFileSync(`${path}.new`, text);
      renameSync(`${path}.new`, path);
      while (told.length === before) await sleep(10);
    };
    expect(nameNow()).toBe('Prod, main');
    const first = enricher.source;
    await replace('id,name\n111122223333,renamed\n');
    expect([nameNow(), told]).toEqual(['renamed', [undefined]]);
    expect(enricher.source).toMatchObject({ name: first?.name });
    expect(enricher.source?.version).not.toBe(first?.version);
    await replace('id,name\nx,y\n');
    expect([nameNow(), told[1]]).toEqual(['renamed', expect.stringMatching(/cannot be used/)]);
  });
});
