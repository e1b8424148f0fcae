import { branchesOf, configJsonSchema, type JsonSchema, memberSchemas } from './json-schema.js';

/** A string of the configuration with what is known of it. */
export interface ConfigString {
  readonly text: string;
  /** The nearest key above it; the key of the list for an item of one. */
  readonly key: string;
  /** Its own schema and those of the lists it stands in, branches included. */
  readonly schemas: readonly JsonSchema[];
}

/** A copy of a configuration value in which every string is replaced by what `change` makes of it. */
export function mapStrings(
  value: unknown,
  change: (found: ConfigString) => string,
  schemas: readonly JsonSchema[] = [configJsonSchema],
  key = '',
): unknown {
  if (typeof value === 'string') return change({ text: value, key, schemas: schemas.flatMap(branchesOf) });
  if (Array.isArray(value)) {
    return value.map((item, at) => {
      const own = schemas.flatMap((schema) => memberSchemas(schema, at));
      return mapStrings(item, change, [...own, ...schemas], key);
    });
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      mapStrings(
        member,
        change,
        schemas.flatMap((schema) => memberSchemas(schema, name)),
        name,
      ),
    ]),
  );
}
