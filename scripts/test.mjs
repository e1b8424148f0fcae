// `npm test`: checks the house, then runs every test. Arguments go to vitest (`npm test -- libs/rules`), and then the
// checks of the house are left out.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const only = process.argv.slice(2);

if (only.length === 0) step('npm', ['run', '--silent', 'check']);
step(process.execPath, [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...only]);

function step(command, args) {
  const { status, signal } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) {
    if (signal) process.stderr.write(`${command} was ended by ${signal}\n`);
    process.exit(status ?? 1);
  }
}
