import { z } from 'zod';

/** One value, or a list of several of which any may hold. */
export const oneOrMore = <T extends z.ZodType>(item: T) =>
  z.union([z.array(item).min(1), item.transform((only) => [only] as z.output<T>[])]);
