import { resolve } from 'node:path';
import { didYouMean, type Problem } from '@trailhound/contracts';
import { parse } from 'yaml';
import type { ConfigPath } from './config-text.js';
import { branchesOf, type JsonSchema, memberNames, memberSchemas } from './json-schema.js';
import { formatKeyPath, variablePart } from './key-path.js';
import { resolvePaths } from './resolve-paths.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A key set from the environment, its value read as the key's type. */
export interface Override {
  readonly variable: string;
  readonly path: ConfigPath;
  readonly value: unknown;
}

const prefix = 'TRAILHOUND_';

/** Variables of the prefix that are no keys, with what they do. */
export const reservedVariables: Readonly<Record<string, string>> = {
  TRAILHOUND_FAILPOINT:
    'breaks the process at a named point of its work, for crash tests only: [failpoints.md](failpoints.md)',
};

/** What Kubernetes sets in every pod beside a Service whose name begins with `trailhound`. */
const serviceLinks = /_SERVICE_(HOST|PORT)(_[A-Z0-9_]+)?$|_PORT_\d+_(TCP|UDP|SCTP)(_(ADDR|PORT|PROTO))?$/;

interface SettableKey {
  readonly path: readonly string[];
  readonly schemas: readonly JsonSchema[];
}

/**
 * The keys the environment sets: `TRAILHOUND_` and the path of the key in capitals, `TRAILHOUND_API_TOKEN_FILE`. Lists
 * and mappings are written as YAML (`[./a, ./b]`), a list of texts also with commas. An empty value counts as not set.
 * Relative paths start from `folder`, the working directory. A variable that names no key is a problem.
 */
export function readEnvironment(
  environment: Environment,
  fileValue: unknown,
  schema: JsonSchema,
  folder: string,
): { readonly overrides: readonly Override[]; readonly problems: readonly Problem[] } {
  const keys = settableKeys(fileValue, [schema]);
  const overrides: Override[] = [];
  const problems: Problem[] = [];
  for (const [variable, text] of Object.entries(environment)) {
    if (!variable.startsWith(prefix) || text === undefined || text === '' || isNoKey(variable, text)) continue;
    const key = keys.get(variable);
    if (key === undefined) {
      problems.push(unknownVariable(variable, [...keys.keys(), ...Object.keys(reservedVariables)]));
      continue;
    }
    const value = readValue(text, key.schemas);
    if (value.ok) {
      const absolute = resolvePaths(value.value, resolve(folder), key.schemas, key.path.at(-1));
      overrides.push({ variable, path: key.path, value: absolute });
    } else {
      const message = `${variable}: ${formatKeyPath(key.path)} cannot be read: ${value.message}`;
      problems.push({ code: 'CONFIG_ENV_INVALID', message, fix: 'write the value as YAML or JSON' });
    }
  }
  // A whole section first, then single keys of it.
  return { overrides: overrides.toSorted((a, b) => a.path.length - b.path.length), problems };
}

/** The variables there are for a configuration: those of the schema's own keys, and of the names `fileValue` introduces. */
export function settableKeys(fileValue: unknown, schemas: readonly JsonSchema[]): ReadonlyMap<string, SettableKey> {
  const keys = new Map<string, SettableKey>();
  const visit = (path: readonly string[], value: unknown, own: readonly JsonSchema[]): void => {
    if (path.length > 0) {
      const variable = `${prefix}${path.map(variablePart).join('_')}`;
      if (!keys.has(variable)) keys.set(variable, { path, schemas: own });
    }
    const isMapping = typeof value === 'object' && value !== null && !Array.isArray(value);
    for (const name of new Set([...memberNames(own), ...(isMapping ? Object.keys(value) : [])])) {
      const members = own.flatMap((schema) => memberSchemas(schema, name));
      const member = isMapping && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
      if (members.length > 0) visit([...path, name], member, members);
    }
  };
  visit([], fileValue, schemas);
  return keys;
}

function isNoKey(variable: string, text: string): boolean {
  if (Object.hasOwn(reservedVariables, variable) || serviceLinks.test(variable)) return true;
  return variable.endsWith('_PORT') && /^(tcp|udp|sctp):\/\//.test(text);
}

function unknownVariable(variable: string, known: readonly string[]): Problem {
  // Compared without the prefix they all share, which would make any two of them look alike.
  const near = didYouMean(
    variable.slice(prefix.length),
    known.map((name) => name.slice(prefix.length)),
  );
  return {
    code: 'CONFIG_ENV_UNKNOWN',
    message: `the environment variable ${variable} names no key of the configuration`,
    fix:
      near === undefined
        ? 'unset it, or write the path of a key: TRAILHOUND_API_LISTEN for api.listen'
        : `set ${prefix}${near}`,
  };
}

type Read = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

function readValue(text: string, schemas: readonly JsonSchema[]): Read {
  const types = new Set(schemas.flatMap(branchesOf).flatMap(({ type }) => type ?? []));
  const isStructured = /^\s*[[{]/.test(text) && (types.has('array') || types.has('object'));
  if (!isStructured) {
    if (types.has('array')) return { ok: true, value: listOf(text) };
    if (types.has('string')) return { ok: true, value: text };
  }
  try {
    return { ok: true, value: parse(text, { version: '1.2', schema: 'core', maxAliasCount: 0, logLevel: 'error' }) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error) };
  }
}

function listOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
