import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type Catalogue, parseCatalogue } from '@trailhound/catalogue';

const unpack = promisify(gunzip);
let loading: Promise<Catalogue> | undefined;

/** The catalogue of CloudTrail's events that is shipped with the command, read when it is first asked for. */
export function shippedCatalogue(): Promise<Catalogue> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Catalogue> {
  const file = createRequire(import.meta.url).resolve('@trailhound/catalogue/data');
  return parseCatalogue((await unpack(await readFile(file))).toString('utf8'));
}
