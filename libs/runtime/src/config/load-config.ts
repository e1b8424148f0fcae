import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Parsed } from '@trailhound/contracts';
import type { Environment } from './environment.js';
import { type LoadedConfig, parseConfig } from './parse-config.js';
import { templateProblems } from './template-problems.js';

export interface LoadConfigOptions {
  /** The configuration file, relative to the working directory; without one, defaults and environment. */
  readonly file?: string;
  readonly environment: Environment;
  readonly workingDirectory: string;
}

/**
 * Reads the configuration file and puts the environment over it; see {@link parseConfig}. A file that cannot be read is
 * `CONFIG_UNREADABLE`. The secret files it names are not opened here but where they are used.
 */
export async function loadConfig({
  file,
  environment,
  workingDirectory,
}: LoadConfigOptions): Promise<Parsed<LoadedConfig>> {
  if (file === undefined) return withTemplates(parseConfig({ environment, workingDirectory }));
  const path = resolve(workingDirectory, file);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
    const input = { path: file, text, folder: dirname(path) };
    return await withTemplates(parseConfig({ file: input, environment, workingDirectory }));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const message = `cannot read the configuration ${file}: ${reasons[code] ?? code}`;
    return {
      ok: false,
      problems: [{ code: 'CONFIG_UNREADABLE', message, fix: 'name a YAML or JSON file with --config' }],
    };
  }
}

/** Fails where a template in it is none. */
async function withTemplates(parsed: Parsed<LoadedConfig>): Promise<Parsed<LoadedConfig>> {
  if (!parsed.ok) return parsed;
  const problems = await templateProblems(parsed.value.config.destinations, parsed.value.placeOf);
  return problems.length > 0 ? { ok: false, problems } : parsed;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not UTF-8 text',
};
