// Makes a fresh clone ready: installs dependencies when the lockfile is newer than what is installed, then builds.
// Runs on the machine's own Node (20 or newer); everything after it runs on the Node 24 that it installs.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const marker = join(root, 'node_modules', '.trailhound-lock');
const npm = process.env.npm_execpath;

const [major] = process.versions.node.split('.').map(Number);
if (major < 20)
  fail(
    `Trailhound needs Node 20 or newer to set itself up; this is ${process.version}. Install Node 20+ and run the command again.`,
  );

const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');
const installed = existsSync(marker) ? readFileSync(marker, 'utf8') : '';
if (installed !== lock) {
  say('Installing dependencies (first run only) …');
  run(
    npm ? process.execPath : 'npm',
    [...(npm ? [npm] : []), 'ci', '--no-audit', '--no-fund', '--loglevel=error'],
    'npm ci failed; its message is above.',
  );
  writeFileSync(marker, lock);
}

const node = join(root, 'node_modules', 'node', 'bin', 'node');
if (!existsSync(node))
  fail('The npm package "node" has no binary: its install script did not run. Run `npm ci` without --ignore-scripts.');
say('Building …');
run(node, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-b'], 'The build failed; its messages are above.');
run(node, [join(root, 'scripts', 'bundle-command.mjs'), '--if-stale'], 'The command cannot be bundled; why is above.');

function run(command, args, complaint) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (error || status !== 0) fail(error ? `${complaint} (${error.message})` : complaint);
}

function say(text) {
  process.stderr.write(`${text}\n`);
}

function fail(text) {
  say(text);
  process.exit(2);
}
