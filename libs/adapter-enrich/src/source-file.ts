import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { EnrichmentSource } from '@trailhound/contracts';

/** Enough to tell two states of a file apart. */
const versionDigits = 12;

/** A file of text that was read, and what alerts say of where its values come from. */
export interface SourceFile {
  readonly text: string;
  readonly source: EnrichmentSource;
}

/** Reads a file as it is now; its version is the beginning of its SHA-256. Rejects as `readFile` does. */
export async function readSourceFile(file: string): Promise<SourceFile> {
  const text = await readFile(file, 'utf8');
  const version = createHash('sha256').update(text).digest('hex').slice(0, versionDigits);
  return { text, source: fileSource(file, version) };
}

/** A file that was read now. Its folder is nobody's business. */
export function fileSource(file: string, version: string): EnrichmentSource {
  return { kind: 'file', name: basename(file), version, readAt: new Date().toISOString() };
}
