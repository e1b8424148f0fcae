import { z } from 'zod';
import { Config } from './config-schema.js';
import { inlineReferences } from './inline-references.js';

/** What is used of JSON Schema (2020-12) to walk a configuration along its schema. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  /** Marks a secret. */
  readonly writeOnly?: boolean;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  /** Only where a schema contains itself: routes inside routes. */
  readonly $ref?: string;
}

/** JSON Schema of the configuration file, for editors; the published form of {@link Config}. */
export const configJsonSchema: JsonSchema = {
  ...inlineReferences(z.toJSONSchema(Config, { io: 'input', target: 'draft-2020-12' }) as JsonSchema),
  title: 'Trailhound configuration',
};

/** The schema and, where it offers a choice, all of its branches. */
export function branchesOf(schema: JsonSchema): readonly JsonSchema[] {
  return [schema, ...(schema.anyOf ?? []).flatMap(branchesOf)];
}

/** The schemas that may hold for member `key` of what `schema` describes; empty where it may have none of that name. */
export function memberSchemas(schema: JsonSchema, key: string | number): readonly JsonSchema[] {
  return branchesOf(schema).flatMap(({ properties, additionalProperties, items }) => {
    if (typeof key === 'number') return items === undefined ? [] : [items];
    if (properties !== undefined && Object.hasOwn(properties, key)) return [properties[key] ?? {}];
    return typeof additionalProperties === 'object' ? [additionalProperties] : [];
  });
}

/** Names of the members a schema knows by name. */
export function memberNames(schemas: readonly JsonSchema[]): readonly string[] {
  return schemas.flatMap(branchesOf).flatMap(({ properties }) => Object.keys(properties ?? {}));
}

/** The schemas that may hold at a path of the configuration. */
export function schemasAt(
  path: readonly (string | number)[],
  root: JsonSchema = configJsonSchema,
): readonly JsonSchema[] {
  return path.reduce<readonly JsonSchema[]>(
    (schemas, key) => schemas.flatMap((schema) => memberSchemas(schema, key)),
    [root],
  );
}
