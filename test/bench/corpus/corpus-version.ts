import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheKey } from '../kit/cache.js';

let version: string | undefined;

/** Changes with the code that generates corpora, so that what is kept of them is never of an older one. */
export function corpusVersion(): string {
  version ??= cacheKey(...ownCode());
  return version;
}

function ownCode(): Buffer[] {
  const folder = dirname(fileURLToPath(import.meta.url));
  const files = readdirSync(folder).filter((name) => /(?<!\.d|\.test)\.[jt]s$/.test(name));
  return files.sort().map((name) => readFileSync(join(folder, name)));
}
