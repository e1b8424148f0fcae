// The service models of one version of botocore, from PyPI, in a virtual environment of the user's cache.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Every service model of `botocore==version`, newest API version of each: `{ service, model }`, in order of names. */
export function* serviceModels(version) {
  const data = dataFolder(environment(version));
  for (const service of readdirSync(data).sort()) {
    const [latest] = apiVersions(join(data, service)).sort().reverse();
    if (latest === undefined) continue;
    yield { service, model: JSON.parse(gunzipSync(readFileSync(join(data, service, latest, 'service-2.json.gz')))) };
  }
}

function apiVersions(folder) {
  try {
    return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'service-2.json.gz')));
  } catch {
    return []; // a file beside the folders
  }
}

/** A virtual environment cannot be moved once made, so it is made in place; a marker says that it is whole. */
function environment(version) {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'trailhound');
  const folder = join(cache, `botocore-${version}`);
  const marker = join(folder, '.complete');
  if (existsSync(marker)) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  run('python3', ['-m', 'venv', folder]);
  run(join(folder, 'bin', 'pip'), ['install', '--quiet', '--no-deps', `botocore==${version}`]);
  writeFileSync(marker, '');
  return folder;
}

function dataFolder(folder) {
  const lib = join(folder, 'lib');
  const [python] = readdirSync(lib);
  return join(lib, python, 'site-packages', 'botocore', 'data');
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 2, 2] });
  if (error || status !== 0)
    throw new Error(
      `${command} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}; python3 and python3-venv are needed`,
    );
}
