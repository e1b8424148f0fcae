import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enricherContract } from '@trailhound/ports/contracts';
import { buildGeoDatabase, pythonIsMissing } from '@trailhound/testkit/launchers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAsnEnricher } from './asn-enricher.js';
import { openGeoEnricher } from './geo-enricher.js';

const skipped = pythonIsMissing();
const germany = {
  continent: { code: 'EU', names: { en: 'Europe', de: 'Europa' } },
  country: { iso_code: 'DE', names: { en: 'Germany', de: 'Deutschland' } },
  subdivisions: [{ iso_code: 'BE', names: { en: 'Land Berlin' } }],
  city: { names: { en: 'Berlin' } },
  postal: { code: '10115' },
  location: { latitude: 52.5, longitude: 13.4, time_zone: 'Europe/Berlin' },
};
const networks = {
  '203.0.113.0/24': germany,
  '198.51.100.0/25': { country: { iso_code: 'IN', names: { en: 'India' } } },
  '198.51.100.128/25': { country: 'United States', country_code: 'US', continent: 'North America', city: 'Ashburn' },
  '192.0.2.0/24': { autonomous_system_number: 64496, autonomous_system_organization: 'Example Net' },
};

describe.skipIf(skipped !== undefined)(
  `a database of places${skipped === undefined ? '' : ` (skipped: ${skipped})`}`,
  () => {
    let folder: string;
    const file = (name: string) => join(folder, name);
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'trailhound-geo-'));
      buildGeoDatabase(
        file('both.mmdb'),
        { ...networks, '2001:db8::/32': { country: { names: { en: 'Japan' } } } },
        { ipVersion: 6 },
      );
      buildGeoDatabase(file('v4.mmdb'), networks, { ipVersion: 4 });
      buildGeoDatabase(file('asn.mmdb'), networks, { ipVersion: 4, databaseType: 'GeoLite2-ASN' });
    }, 180_000);
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    enricherContract('openGeoEnricher', () => openGeoEnricher(file('both.mmdb')));

    enricherContract('openAsnEnricher', () => openAsnEnricher(file('asn.mmdb')));

    it('of networks tells whose an address is', async () => {
      const { enrich } = await openAsnEnricher(file('asn.mmdb'));
      expect(enrich({ sourceIPAddress: '192.0.2.7' })).toEqual({
        sourceIPAddress_asn: { ip: '192.0.2.7', asn: 64_496, organization_name: 'Example Net' },
      });
      expect(enrich({ sourceIPAddress: '203.0.113.9' })).toEqual({});
    });

    it('tells of which time the database is', async () => {
      for (const { source } of [await openGeoEnricher(file('both.mmdb')), await openAsnEnricher(file('asn.mmdb'))])
        expect(source).toMatchObject({ kind: 'file', version: expect.stringMatching(/^20\d\d-\d\d-\d\dT.*Z$/) });
    });

    it('tells the place of an address in the names of search engines', async () => {
      const { enrich } = await openGeoEnricher(file('both.mmdb'));
      expect(enrich({ sourceIPAddress: '203.0.113.9' })).toEqual({
        sourceIPAddress_geoip: {
          ip: '203.0.113.9',
          continent_name: 'Europe',
          continent_code: 'EU',
          country_name: 'Germany',
          country_code: 'DE',
          country_iso_code: 'DE',
          region_name: 'Land Berlin',
          region_iso_code: 'BE',
          city_name: 'Berlin',
          postal_code: '10115',
          timezone: 'Europe/Berlin',
          location: { lat: 52.5, lon: 13.4 },
        },
      });
    });

    it.each([
      ['198.51.100.1', 'India', 'India'],
      ['198.51.100.200', 'United States', 'United States'],
      ['::ffff:198.51.100.1', 'India', 'India'],
      ['2001:db8::1', 'Japan', undefined],
      ['cb00:7109::1', undefined, undefined],
      ['192.0.2.1', undefined, undefined],
      ['8.8.8.8', undefined, undefined],
      ['ec2.amazonaws.com', undefined, undefined],
      ['fe80::1%eth0', undefined, undefined],
      ['AWS Internal', undefined, undefined],
    ])('finds %s in %s (IPv4 database: %s)', async (sourceIPAddress, both, v4) => {
      const countries = await Promise.all(
        ['both.mmdb', 'v4.mmdb'].map(async (name) => {
          const { sourceIPAddress_geoip: place } = (await openGeoEnricher(file(name))).enrich({ sourceIPAddress });
          return (place as { country_name?: string } | undefined)?.country_name;
        }),
      );
      expect(countries).toEqual([both, v4]);
    });

    it.each<[string, () => string, RegExp]>([
      ['is not there', () => file('missing.mmdb'), /missing\.mmdb cannot be used: .*ENOENT/],
      ['is something else', () => writtenAs('text.mmdb', 'not a database'), /text\.mmdb cannot be used/],
      ['is empty', () => writtenAs('empty.mmdb', ''), /empty\.mmdb cannot be used/],
      ['is cut short', () => cutShort('cut.mmdb'), /cut\.mmdb cannot be used/],
      ['holds no places', () => file('asn.mmdb'), /GeoLite2-ASN.*cities or countries/],
    ])('that %s is refused by name', async (_, path, message) => {
      await expect(openGeoEnricher(path())).rejects.toMatchObject({
        code: 'GEO_DATABASE',
        message: expect.stringMatching(message),
      });
    });

    function writtenAs(name: string, text: string): string {
      writeFileSync(file(name), text);
      return file(name);
    }

    function cutShort(name: string): string {
      writeFileSync(file(name), readFileSync(file('both.mmdb')));
      truncateSync(file(name), 200);
      return file(name);
    }
  },
);
