import { resolve } from 'node:path';
import type { JsonSchema } from './json-schema.js';
import { mapStrings } from './walk-strings.js';

/**
 * The value with every path in it made absolute, relative ones starting from `folder`. A path is what its schema says is
 * one (`format: path`), and by the house's convention every value of a key that ends in `File`.
 */
export function resolvePaths(value: unknown, folder: string, schemas?: readonly JsonSchema[], key?: string): unknown {
  return mapStrings(
    value,
    (found) => {
      const isPath = found.key.endsWith('File') || found.schemas.some(({ format }) => format === 'path');
      return isPath ? resolve(folder, found.text) : found.text;
    },
    schemas,
    key,
  );
}
