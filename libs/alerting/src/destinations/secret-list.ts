import { z } from 'zod';
import type { SecretSource } from './destination-kind.js';

/** A path in the configuration: taken from the folder of its file. */
export const SecretPath = z.string().min(1).meta({ format: 'path' });

/** A secret in the configuration itself: never shown again. */
export const SecretText = z.string().min(1).meta({ writeOnly: true });

/** The sources of a secret that is given as `<key>File` or `<key>`. */
export function secretSources(
  key: string,
  file: string | readonly string[] | undefined,
  value: string | readonly string[] | undefined,
): readonly SecretSource[] {
  return [
    ...list(file).map((path) => ({ kind: 'file', key: `${key}File`, path }) as const),
    ...list(value).map((text) => ({ kind: 'value', key, value: text }) as const),
  ];
}

function list(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}
