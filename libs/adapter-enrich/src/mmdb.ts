import { isIP } from 'node:net';
import { isJsonObject, type JsonObject } from '@trailhound/cloudtrail';
import { CodedError } from '@trailhound/contracts';
import { open, type Reader, type Response } from 'maxmind';

/** Addresses of which is remembered what was said; one caller makes many calls. */
const maxRemembered = 20_000;

export type Database = Reader<Response>;

/** Opens a database in MaxMind's format, read into memory as a whole. Rejects with GEO_DATABASE. */
export async function openDatabase(file: string): Promise<Database> {
  try {
    const database = await open<Response>(file, { cache: { max: maxRemembered } });
    // A file cut short opens and fails on the first look into its tree.
    database.get(database.metadata.ipVersion === 4 ? '203.0.113.9' : '2001:db8::9');
    return database;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `the database of places ${file} cannot be used: ${reason.split('\n', 1)[0]}`;
    throw new CodedError('GEO_DATABASE', message, { file }, { cause: error });
  }
}

/** What the database says of an address; undefined where it says nothing. */
export function lookUp(database: Database, address: string): JsonObject | undefined {
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
