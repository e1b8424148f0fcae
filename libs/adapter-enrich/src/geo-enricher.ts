import { isIP } from 'node:net';
import { isJsonObject, type JsonObject, ownText } from '@trailhound/cloudtrail';
import { CodedError } from '@trailhound/contracts';
import type { Enricher } from '@trailhound/ports';
import { open, type Reader, type Response } from 'maxmind';
import { placeOf } from './place.js';

/** Addresses whose place is remembered; one caller makes many calls. */
const maxRemembered = 20_000;

/**
 * Opens a database of places in MaxMind's format (GeoLite2, GeoIP2, DB-IP, IPinfo: city or country), read into memory as a
 * whole. The enricher gives `sourceIPAddress_geoip`, in the members Elasticsearch's geoip processor names, to records
 * whose `sourceIPAddress` is an address the database knows. Rejects with GEO_DATABASE.
 * Format: https://maxmind.github.io/MaxMind-DB/
 */
export async function openGeoEnricher(file: string): Promise<Enricher> {
  const database = await openDatabase(file);
  return {
    provides: ['sourceIPAddress_geoip'],
    enrich(record) {
      const address = addressOf(record);
      const data = address === undefined ? undefined : lookUp(database, address);
      const place = data === undefined ? undefined : placeOf(data);
      return place === undefined ? {} : { sourceIPAddress_geoip: { ip: address, ...place } };
    },
  };
}

type Database = Reader<Response>;

async function openDatabase(file: string): Promise<Database> {
  let database: Database;
  try {
    database = await open<Response>(file, { cache: { max: maxRemembered } });
    // A file cut short opens and fails on the first look into its tree.
    database.get(database.metadata.ipVersion === 4 ? '203.0.113.9' : '2001:db8::9');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `the database of places ${file} cannot be used: ${reason.split('\n', 1)[0]}`;
    throw new CodedError('GEO_DATABASE', message, { file }, { cause: error });
  }
  const { databaseType } = database.metadata;
  if (!/ASN|ISP|Domain|Connection|Anonymous/i.test(databaseType) || /City|Country|Location/i.test(databaseType))
    return database;
  const message = `the database ${file} (${databaseType}) holds no places; give one of cities or countries`;
  throw new CodedError('GEO_DATABASE', message, { file, databaseType });
}

/** The caller's address; undefined where a service or nothing stands there. */
function addressOf(record: JsonObject): string | undefined {
  const text = ownText(record, 'sourceIPAddress');
  if (text === undefined || text.length > 64) return undefined;
  const plain = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(text)?.[1] ?? text;
  return isIP(plain) === 0 || plain.includes('%') ? undefined : plain;
}

function lookUp(database: Database, address: string): JsonObject | undefined {
  // A database of IPv4 alone would take the first bits of an IPv6 address for one.
  if (database.metadata.ipVersion === 4 && isIP(address) === 6) return undefined;
  try {
    const data: unknown = database.get(address);
    return isJsonObject(data) ? data : undefined;
  } catch {
    // A damaged entry: this address is as good as unknown, the others are not.
    return undefined;
  }
}
