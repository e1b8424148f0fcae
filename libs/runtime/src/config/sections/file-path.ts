import { z } from 'zod';

/** A path of a file or folder. Relative ones start from the folder of the configuration file; see `resolvePaths`. */
export const FilePath = z
  .string()
  .min(1)
  .regex(/^[^\0]*$/, 'a path cannot hold NUL')
  .meta({ format: 'path' });

/** One value or a list of them; read as a list. */
export function oneOrMore<T extends z.ZodType>(item: T) {
  return z.union([item.transform((only): z.output<T>[] => [only]), z.array(item).min(1)]);
}
