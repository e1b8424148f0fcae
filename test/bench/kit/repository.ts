import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository, from source and from the build alike. */
export const repository = ascend(dirname(fileURLToPath(import.meta.url)));

/** Files of the benchmarks that are no TypeScript. */
export const benchFolder = join(repository, 'test', 'bench');

function ascend(folder: string): string {
  if (existsSync(join(folder, 'package-lock.json'))) return folder;
  const above = dirname(folder);
  if (above === folder) throw new Error('the benchmarks do not stand in their repository');
  return ascend(above);
}
