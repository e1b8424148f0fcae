import { checkRoutes } from '@trailhound/alerting';
import type { Parsed, Problem } from '@trailhound/contracts';
import { Config } from './config-schema.js';
import { type ConfigPath, type ConfigText, parseConfigText } from './config-text.js';
import { type Environment, type Override, readEnvironment } from './environment.js';
import { type Provenance, problemsFrom } from './issue-problems.js';
import { configJsonSchema } from './json-schema.js';
import { resolvePaths } from './resolve-paths.js';
import type { PlaceOf } from './template-problems.js';

export interface ConfigInput {
  /** The file's text; without a file everything is default or environment. */
  readonly file?: { readonly path: string; readonly text: string; readonly folder: string };
  readonly environment: Environment;
  /** Where relative paths of the environment start, and those of defaults where there is no file. */
  readonly workingDirectory: string;
}

export interface LoadedConfig {
  /** Defaults filled in, every path absolute. */
  readonly config: Config;
  /** The top-level keys that file or environment give: tells what was asked for from what is default. */
  readonly given: ReadonlySet<string>;
  readonly placeOf: PlaceOf;
}

/**
 * The configuration in force: defaults, over them the file, over it the environment. All that is wrong is reported at
 * once, each problem with its place in the file or its variable.
 */
export function parseConfig({ file, environment, workingDirectory }: ConfigInput): Parsed<LoadedConfig> {
  const text = file === undefined ? undefined : parseConfigText(file.text, file.path);
  if (text?.ok === false) return text;
  const raw: unknown = structuredClone(text?.value.value ?? {});
  const { overrides, problems: variableProblems } = readEnvironment(
    environment,
    raw,
    configJsonSchema,
    workingDirectory,
  );
  for (const override of overrides) setAt(raw, override.path, override.value);

  const from = provenance(raw, text?.value, overrides);
  const parsed = Config.safeParse(raw);
  if (!parsed.success)
    return { ok: false, problems: [...variableProblems, ...problemsFrom(parsed.error.issues, from)] };
  const problems = [...variableProblems, ...routeProblems(parsed.data, from)];
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    value: {
      config: resolvePaths(parsed.data, file?.folder ?? workingDirectory) as Config,
      given: new Set(Object.keys(raw as object)),
      placeOf: (path) => from.place(path, 'value'),
    },
  };
}

function routeProblems({ routes = [], routing, destinations }: Config, from: Provenance): readonly Problem[] {
  return checkRoutes(routes, Object.keys(destinations), routing).map(({ path, problem }) => {
    const place = from.place(path, 'value');
    return place ? { ...problem, place } : problem;
  });
}

function provenance(raw: unknown, text: ConfigText | undefined, overrides: readonly Override[]): Provenance {
  return {
    place: (path, part) => (part === 'key' ? text?.placeOfKey(path) : text?.placeOf(path)),
    variable: (path) =>
      overrides.findLast((override) => override.path.every((step, index) => step === path[index]))?.variable,
    valueAt: (path) => path.reduce<unknown>(member, raw),
  };
}

function member(value: unknown, step: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
  return (value as Record<string | number, unknown>)[step];
}

/** Sets a member, making the mappings on the way; where something else stands in the way the schema will say so. */
function setAt(root: unknown, path: ConfigPath, value: unknown): void {
  let at = root;
  for (const [index, step] of path.entries()) {
    if (typeof at !== 'object' || at === null || Array.isArray(at)) return;
    const members = at as Record<string, unknown>;
    if (index === path.length - 1) members[step] = value;
    else if (!Object.hasOwn(members, step) || members[step] === null) members[step] = {};
    at = members[step];
  }
}
