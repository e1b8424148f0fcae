import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { benchCache } from '../kit/cache.js';
import { corpusVersion } from './corpus-version.js';
import { generateSigmaRules } from './generate-sigma-rules.js';

/** Sigma rules as a folder of files in the cache; answers the folder. */
export function sigmaFolder({ seed, rules }: { readonly seed: string; readonly rules: number }): string {
  const folder = join(benchCache(), `sigma-${corpusVersion()}-${seed}-${rules}`);
  mkdirSync(folder, { recursive: true });
  for (const [n, text] of generateSigmaRules({ seed, rules }).entries()) writeFileSync(join(folder, `${n}.json`), text);
  return folder;
}
