import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatePatterns } from '../corpus/generate-patterns.js';

/** Writes rules on calls that change something, one a file, as an operator would have them; answers the folder. */
export function writeWatchRules(
  folder: string,
  { seed, rules }: { readonly seed: string; readonly rules: number },
): string {
  mkdirSync(folder, { recursive: true });
  for (const [n, pattern] of generatePatterns('watched-changes', { seed, rules }).entries())
    writeFileSync(join(folder, `rule-${n}.json`), JSON.stringify({ detail: pattern }));
  return folder;
}
