import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parseCatalogue } from '@trailhound/catalogue';

const shipped = new URL('../../../libs/catalogue/data/catalogue.json.gz', import.meta.url);
const catalogue = parseCatalogue(gunzipSync(readFileSync(shipped)).toString('utf8'));

/** A call as the smallest record that has one. */
export interface Call {
  readonly eventName: string;
  readonly eventSource: string;
  readonly userIdentity: { readonly type: 'IAMUser' };
}

/** Every call the catalogue knows of a source, and of others that a list of names may meet by accident. */
export function everyCall(source: string, others: readonly string[]): readonly Call[] {
  return [source, ...new Set(others)].flatMap((eventSource) =>
    namesOf(eventSource).map((eventName): Call => ({ eventName, eventSource, userIdentity: { type: 'IAMUser' } })),
  );
}

function namesOf(eventSource: string): readonly string[] {
  const names = catalogue.events(eventSource).flatMap(({ names: spelled }) => spelled);
  if (names.length === 0) throw new Error(`the catalogue knows no calls of ${eventSource}`);
  return [...new Set(names)].sort();
}
