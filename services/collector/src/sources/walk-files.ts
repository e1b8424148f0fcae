import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A file that can be read, or a path that cannot, with the reason. */
export type FoundFile =
  | { readonly kind: 'file'; readonly path: string; readonly sizeBytes: number; readonly mtimeMs: number }
  | { readonly kind: 'unreadable'; readonly path: string; readonly message: string };

/**
 * The file at a path, or every file in the folder at it, recursively, each folder sorted by name. Links are followed, a
 * folder that is met again through one is not entered twice. A pipe or device is read when it is named itself
 * (`/dev/fd/63`) and reported when it lies in a folder.
 */
export async function* walkFiles(
  path: string,
  entered: Set<string> = new Set(),
  isNamed = true,
): AsyncGenerator<FoundFile> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) {
      if (found.isFile() || isNamed) yield { kind: 'file', path, sizeBytes: found.size, mtimeMs: found.mtimeMs };
      else yield { kind: 'unreadable', path, message: 'neither a file nor a folder' };
      return;
    }
    const real = await realpath(path);
    if (entered.has(real)) return;
    entered.add(real);
  } catch (error) {
    yield { kind: 'unreadable', path, message: reasonOf(error) };
    return;
  }
  let names: string[];
  try {
    names = await readdir(path);
  } catch (error) {
    yield { kind: 'unreadable', path, message: reasonOf(error) };
    return;
  }
  for (const name of names.sort()) yield* walkFiles(join(path, name), entered, false);
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  ELOOP: 'a link that leads to itself',
};

/** Why a file cannot be read, in words. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  return (code !== undefined && reasons[code]) || (error instanceof Error ? error.message : String(error));
}
