import { sourcesOf, viewOf } from '@trailhound/cloudtrail';
import type { EnrichmentSource } from '@trailhound/contracts';
import { expect, it } from 'vitest';
import { type Enricher, enrichWith } from './enricher.port.js';

const from = (name: string): EnrichmentSource => ({ kind: 'file', name, version: '1' });
const giving = (member: string, value: unknown, source?: EnrichmentSource): Enricher => ({
  ...{ provides: [member], enrich: () => ({ [member]: value }) },
  ...(source && { source }),
});
const rootOf = (record: object, enricher: Enricher) => {
  const root = viewOf(record, (one) => enricher.enrich(one)).root('enriched') as object;
  return Object.fromEntries([...sourcesOf(root as never)].map(([member, { name }]) => [member, name]));
};

it('of what several enrichers give is known where each value comes from; where two give one, the later counts', () => {
  const joined = enrichWith([
    giving('recipientAccountName', 'file', from('accounts.csv')),
    giving('recipientAccountName', 'configured', { kind: 'configuration', name: 'enrich.accountNames' }),
    giving('lookup_owners', {}, from('owners.csv')),
  ]);
  expect(joined.enrich({})).toEqual({ recipientAccountName: 'configured', lookup_owners: {} });
  expect(rootOf({}, joined)).toEqual({ recipientAccountName: 'enrich.accountNames', lookup_owners: 'owners.csv' });
});

it('what the record brought along came from the record, unless an enricher knows better', () => {
  const carried = { recipientAccountName: 'x', sourceIPAddress_geoip: {} };
  expect(rootOf(carried, enrichWith([]))).toEqual({ recipientAccountName: 'record', sourceIPAddress_geoip: 'record' });
  expect(rootOf(carried, giving('recipientAccountName', 'y', from('a.csv')))).toEqual({
    sourceIPAddress_geoip: 'record',
  });
  expect(rootOf(carried, enrichWith([giving('recipientAccountName', 'y', from('a.csv'))]))).toEqual({
    ...{ recipientAccountName: 'a.csv', sourceIPAddress_geoip: 'record' },
  });
});

it('an enricher that does not say where a value comes from takes no other one’s source', () => {
  const joined = enrichWith([giving('m', 1, from('a')), giving('m', 2)]);
  expect(rootOf({}, joined)).toEqual({});
});
