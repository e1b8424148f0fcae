#!/usr/bin/env node
// Committed launcher: npm links it at install time, before anything is built. Written for any Node, because the first
// thing it does is to find the Node 24 that the product needs.
import { existsSync } from 'node:fs';
import * as module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandEntry } from './command-entry.js';

const entry = commandEntry(new URL('../', import.meta.url));

if (!existsSync(fileURLToPath(entry))) {
  process.stderr.write('trailhound is not built yet: run `npm run build` (or `npm start`, which does it for you)\n');
  process.exit(2);
}

if (Number(process.versions.node.split('.')[0]) >= 24) {
  // Compiled code is kept in a folder of the user's own: reading it saves a third of the time a short command takes. Where
  // it cannot be written, nothing is kept.
  module.enableCompileCache?.(join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'trailhound', 'compiled'));
  const { main } = await import(entry.href);
  await main(process.argv.slice(2));
} else {
  const node = fileURLToPath(new URL('../../../node_modules/node/bin/node', import.meta.url));
  if (!existsSync(node)) {
    process.stderr.write(
      `trailhound needs Node 24; this is ${process.version} and the npm package "node" is not installed: run \`npm ci\`\n`,
    );
    process.exit(2);
  }
  const { spawnSync } = await import('node:child_process');
  const { status, signal } = spawnSync(node, process.argv.slice(1), { stdio: 'inherit' });
  if (signal) process.kill(process.pid, signal);
  process.exit(status ?? 1);
}
