import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { lineChunks } from './line-chunks.js';

/** Where generated corpora and built harnesses are kept between runs (XDG base directory specification). */
export function benchCache(): string {
  const folder = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'trailhound', 'bench');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** A name that changes with everything that decides what is kept under it. */
export function cacheKey(...of: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of of) hash.update(part).update('\0');
  return hash.digest('hex').slice(0, 16);
}

/** The file `name` of the cache, written from `lines` if it is not there; moved into place whole. */
export async function cachedLines(name: string, lines: () => Iterable<string>): Promise<string> {
  const file = join(benchCache(), name);
  if (existsSync(file)) return file;
  const aside = `${file}.${process.pid}.partial`;
  await pipeline(Readable.from(lineChunks(lines())), createWriteStream(aside));
  renameSync(aside, file);
  return file;
}
