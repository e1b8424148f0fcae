import { didYouMean, type Place, type Problem } from '@trailhound/contracts';
import type { z } from 'zod';
import type { ConfigPath } from './config-text.js';
import { memberNames, schemasAt } from './json-schema.js';
import { formatKeyPath } from './key-path.js';

type Issue = z.core.$ZodIssue;

/** Where a part of the configuration came from. */
export interface Provenance {
  /** The place in the file, of the value or of the key; undefined for what the file does not hold. */
  place(path: ConfigPath, part: 'value' | 'key'): Place | undefined;
  /** The environment variable that set the path or something above it. */
  variable(path: ConfigPath): string | undefined;
  /** The raw value at the path. */
  valueAt(path: ConfigPath): unknown;
}

/** What zod found wrong, as problems: one an unknown key, in the words of the configuration, each at its place. */
export function problemsFrom(issues: readonly Issue[], from: Provenance): readonly Problem[] {
  return issues.flatMap((issue) => problemsOf(issue, [], from));
}

function problemsOf(issue: Issue, above: ConfigPath, from: Provenance): readonly Problem[] {
  const path: ConfigPath = [...above, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey([...path, key], from));
    case 'invalid_union':
      return unionProblems(issue, path, from);
    case 'invalid_key':
      return [at(path, 'key', `${formatKeyPath(path)}: ${issue.issues[0]?.message ?? issue.message}`, undefined, from)];
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      const near = didYouMean(String(from.valueAt(path)), allowed);
      const fix = near === undefined ? undefined : `write ${near}`;
      return [at(path, 'value', `${formatKeyPath(path)} must be ${oneOf(allowed)}${got(path, from)}`, fix, from)];
    }
    case 'invalid_type':
      return [invalidType(issue, path, from)];
    case 'too_small':
    case 'too_big':
      return [at(path, 'value', `${formatKeyPath(path)} ${boundText(issue)}`, undefined, from)];
    case 'custom': {
      const fix: unknown = issue.params?.fix;
      const message = `${formatKeyPath(path)}: ${issue.message}`;
      return [at(path, 'value', message, typeof fix === 'string' ? fix : undefined, from)];
    }
    default:
      return [at(path, 'value', `${formatKeyPath(path)}: ${issue.message}`, undefined, from)];
  }
}

function unknownKey(path: ConfigPath, from: Provenance): Problem {
  const key = String(path.at(-1));
  const parent = path.slice(0, -1);
  const known = memberNames(schemasAt(parent));
  const near = didYouMean(key, known);
  const place = from.place(path, 'key');
  return {
    code: 'CONFIG_UNKNOWN_KEY',
    message: `unknown key ${JSON.stringify(key)} in ${formatKeyPath(parent)}`,
    fix: near === undefined ? `known here: ${[...new Set(known)].join(', ')}` : `write ${near}`,
    ...(place !== undefined && { place }),
  };
}

/** Of a choice that failed, the branch that came furthest: where the fewest things are wrong with the right shape. */
function unionProblems(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: ConfigPath,
  from: Provenance,
): readonly Problem[] {
  const isShape = (one: Issue) => one.path.length === 0 && one.code === 'invalid_type';
  const fitting = issue.errors.filter((branch) => !branch.some(isShape));
  const best = fitting.toSorted((a, b) => a.length - b.length)[0];
  if (best !== undefined) return best.flatMap((one) => problemsOf(one, path, from));
  const expected = issue.errors.flat().flatMap((one) => (one.code === 'invalid_type' ? [typeName(one.expected)] : []));
  return [
    at(
      path,
      'value',
      `${formatKeyPath(path)} must be ${oneOf([...new Set(expected)])}${got(path, from)}`,
      undefined,
      from,
    ),
  ];
}

function invalidType(issue: Extract<Issue, { code: 'invalid_type' }>, path: ConfigPath, from: Provenance): Problem {
  const value = from.valueAt(path);
  if (value === undefined) {
    return at(path, 'key', `${formatKeyPath(path)} is missing`, `add it: ${typeName(issue.expected)}`, from);
  }
  const wantsList = issue.expected === 'array' && typeof value === 'string';
  const fix = wantsList ? `write [${value}]` : undefined;
  return at(path, 'value', `${formatKeyPath(path)} must be ${typeName(issue.expected)}${got(path, from)}`, fix, from);
}

function at(
  path: ConfigPath,
  part: 'value' | 'key',
  message: string,
  fix: string | undefined,
  from: Provenance,
): Problem {
  const variable = from.variable(path);
  const place = variable === undefined ? from.place(path, part) : undefined;
  return {
    code: variable === undefined ? 'CONFIG_INVALID' : 'CONFIG_ENV_INVALID',
    message: variable === undefined ? message : `${message} (set by ${variable})`,
    ...(fix !== undefined && { fix }),
    ...(place !== undefined && { place }),
  };
}

const typeNames: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  string: 'text',
  boolean: 'true or false',
  number: 'a number',
  int: 'a whole number',
  null: 'null',
};

function typeName(type: string): string {
  return typeNames[type] ?? type;
}

function oneOf(allowed: readonly string[]): string {
  return allowed.length > 1 ? `${allowed.slice(0, -1).join(', ')} or ${allowed.at(-1)}` : (allowed[0] ?? 'absent');
}

function boundText(issue: Extract<Issue, { code: 'too_small' | 'too_big' }>): string {
  const [word, bound] = issue.code === 'too_small' ? ['at least', issue.minimum] : ['at most', issue.maximum];
  const unit = issue.origin === 'array' ? ' entries' : issue.origin === 'string' ? ' characters' : '';
  return `must ${unit === '' ? 'be' : 'have'} ${issue.inclusive === false ? `${word} (exclusive)` : word} ${bound}${unit}`;
}

/** What stands there, by its type only: a value could be a secret in the wrong place. */
function got(path: ConfigPath, from: Provenance): string {
  const value = from.valueAt(path);
  if (value === null) return ', not empty';
  if (Array.isArray(value)) return ', not a list';
  return value === undefined ? '' : `, not ${typeof value === 'object' ? 'a mapping' : describeScalar(value)}`;
}

function describeScalar(value: unknown): string {
  return typeof value === 'string' ? 'this text' : `${value}`;
}
