import { own, ownText } from '@trailhound/cloudtrail';
import type { Enricher } from '@trailhound/ports';
import { addressOf } from './caller-address.js';
import { lookUp, openDatabase } from './mmdb.js';
import { fileSource } from './source-file.js';

/**
 * Opens a database of networks in MaxMind's format (GeoLite2-ASN, IPinfo). The enricher gives `sourceIPAddress_asn` with
 * `asn` (a number) and `organization_name`, as Elasticsearch's geoip processor names them. Rejects with GEO_DATABASE.
 */
export async function openAsnEnricher(file: string): Promise<Enricher> {
  const database = await openDatabase(file);
  const source = fileSource(file, database.metadata.buildEpoch.toISOString());
  return {
    source,
    provides: ['sourceIPAddress_asn'],
    enrich(record) {
      const address = addressOf(record);
      const data = address === undefined ? undefined : lookUp(database, address);
      const number = own(data, 'autonomous_system_number') ?? own(data, 'asn');
      const asn = Number(String(number).replace(/^AS/i, ''));
      if (number === undefined || !Number.isSafeInteger(asn)) return {};
      const name = ownText(data, 'autonomous_system_organization') ?? ownText(data, 'as_name');
      return { sourceIPAddress_asn: { ip: address, asn, ...(name !== undefined && { organization_name: name }) } };
    },
  };
}
