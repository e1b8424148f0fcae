import { CodedError } from '@trailhound/contracts';
import type { Enricher } from '@trailhound/ports';
import { addressOf } from './caller-address.js';
import { lookUp, openDatabase } from './mmdb.js';
import { placeOf } from './place.js';
import { fileSource } from './source-file.js';

/**
 * Opens a database of places in MaxMind's format (GeoLite2, GeoIP2, DB-IP, IPinfo: city or country), read into memory as a
 * whole. The enricher gives `sourceIPAddress_geoip`, in the members Elasticsearch's geoip processor names, to records
 * whose `sourceIPAddress` is an address the database knows. Rejects with GEO_DATABASE.
 * Format: https://maxmind.github.io/MaxMind-DB/
 */
export async function openGeoEnricher(file: string): Promise<Enricher> {
  const database = await openDatabase(file);
  const { databaseType } = database.metadata;
  if (/ASN|ISP|Domain|Connection|Anonymous/i.test(databaseType) && !/City|Country|Location/i.test(databaseType)) {
    const message = `the database ${file} (${databaseType}) holds no places; give one of cities or countries`;
    throw new CodedError('GEO_DATABASE', message, { file, databaseType });
  }
  const source = fileSource(file, database.metadata.buildEpoch.toISOString());
  return {
    source,
    provides: ['sourceIPAddress_geoip'],
    enrich(record) {
      const address = addressOf(record);
      const data = address === undefined ? undefined : lookUp(database, address);
      const place = data === undefined ? undefined : placeOf(data);
      return place === undefined ? {} : { sourceIPAddress_geoip: { ip: address, ...place } };
    },
  };
}
