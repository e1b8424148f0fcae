import { createReadStream, createWriteStream, existsSync, renameSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/** A file packed beside itself, once. */
export async function gzipped(file: string): Promise<string> {
  const packed = `${file}.gz`;
  if (existsSync(packed)) return packed;
  const aside = `${packed}.${process.pid}.partial`;
  await pipeline(createReadStream(file), createGzip(), createWriteStream(aside));
  renameSync(aside, packed);
  return packed;
}
