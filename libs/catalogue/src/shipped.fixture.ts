import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type Catalogue, parseCatalogue } from './catalogue.js';

/** The catalogue as it is shipped. */
export function shippedCatalogue(): Catalogue {
  return parseCatalogue(
    gunzipSync(readFileSync(new URL('../data/catalogue.json.gz', import.meta.url))).toString('utf8'),
  );
}
