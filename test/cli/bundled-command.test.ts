import { execFile } from 'node:child_process';
import { statSync, utimesSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { commandEntry, isOfLastBuild } from '../../services/cli/bin/command-entry.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { root, trailhound } from '../support/trailhound.js';

const run = promisify(execFile);
const cli = new URL('services/cli/', pathToFileURL(root));

/** A folder with two parts that were built, and what a bundle of them says it was made of. */
function builtParts() {
  const folder = temporaryFolder();
  const records = ['libs/rules/dist/.tsbuildinfo', 'services/cli/dist/.tsbuildinfo'];
  for (const record of records) folder.write(record, '{}');
  const builtOf = Object.fromEntries(records.map((record) => [record, statSync(folder.at(record)).mtimeMs]));
  folder.write('bundled/built-of.json', JSON.stringify(builtOf));
  const url = pathToFileURL(`${folder.path}/`);
  return { folder, isFresh: () => isOfLastBuild(new URL('bundled/', url), url) };
}

describe('which files a call of the command runs', () => {
  it('those of the bundle, while nothing was built after it', () => {
    expect(builtParts().isFresh()).toBe(true);
  });

  it('the modules, when one part was built again', () => {
    const { folder, isFresh } = builtParts();
    utimesSync(folder.at('libs/rules/dist/.tsbuildinfo'), 1, 1);
    expect(isFresh()).toBe(false);
  });

  it('the modules, where a bundle was left half written', () => {
    const { folder, isFresh } = builtParts();
    folder.write('bundled/built-of.json', folder.read('bundled/built-of.json').slice(0, 20));
    expect(isFresh()).toBe(false);
  });

  it('the modules, where there is no bundle', () => {
    const url = pathToFileURL(`${temporaryFolder().path}/`);
    expect(commandEntry(new URL('services/cli/', url)).href).toBe(new URL('services/cli/dist/index.js', url).href);
  });
});

describe('the bundle', () => {
  beforeAll(async () => {
    await run(process.execPath, ['scripts/bundle-command.mjs', '--if-stale'], { cwd: root });
  }, 300_000);

  it('is what the launcher starts once it is made', () => {
    expect(commandEntry(cli).href).toBe(new URL('dist/bundled/index.js', cli).href);
  });

  // Each reaches for something that lies beside a module: a program for a process of its own, data, rules that are shipped.
  it.each([
    { does: 'asks jsonata in a process of its own', args: ['rules', 'test', 'rules/jsonata'] },
    { does: 'reads the catalogue that is shipped', args: ['catalog', 'events', 'iam'] },
    { does: 'reads rules of other products', args: ['rules', 'lint', 'rules/panther'] },
    { does: 'refuses a wrong call', args: ['scan', 'nowhere'] },
  ])('$does as the modules do', { timeout: 300_000 }, async ({ args }) => {
    const modules = new URL('dist/index.js', cli).href;
    const start = `const { main } = await import(${JSON.stringify(modules)}); await main(process.argv.slice(1));`;
    const [bundled, unbundled] = await Promise.all([
      trailhound(args),
      run(process.execPath, ['--input-type=module', '-e', start, '--', ...args], {
        cwd: root,
        maxBuffer: 2 ** 26,
      }).then(
        ({ stdout, stderr }) => ({ exitCode: 0, stdout, stderr }),
        ({ code, stdout, stderr }) => ({ exitCode: code, stdout, stderr }),
      ),
    ]);
    const shown = ({ exitCode, stdout, stderr }: typeof unbundled) => ({ exitCode, text: timeless(stdout + stderr) });
    expect(shown(bundled)).toEqual(shown(unbundled));
    expect(bundled.stdout + bundled.stderr).not.toBe('');
  });

  it('loads no module of the workspace beside itself for a scan', { timeout: 300_000 }, async () => {
    const folder = temporaryFolder();
    folder.write('one.jsonl', '{"eventName":"GetUser","eventSource":"iam.amazonaws.com"}\n');
    const watch = `import { registerHooks } from 'node:module';
      registerHooks({ load(url, context, next) { process.stderr.write('loads ' + url + '\\n'); return next(url, context); } });`;
    const flag = ['--import', `data:text/javascript,${encodeURIComponent(watch)}`];
    const call = ['services/cli/bin/trailhound.js', 'scan', '--rules', 'rules/threat-stack', folder.at('one.jsonl')];
    const { stderr } = await run(process.execPath, [...flag, ...call], { cwd: root });
    const loaded = [...stderr.matchAll(/^loads file:(\S+)$/gm)].map(([, path]) => path as string);
    expect(loaded.some((path) => path.includes('/services/cli/dist/bundled/'))).toBe(true);
    expect(loaded.filter((path) => /\/(libs|services)\/.*\/dist\/(?!bundled\/)/.test(path))).toEqual([]);
  });
});

function timeless(text: string): string {
  return text.replace(/\d+(\.\d+)? m?s\b/g, 'some time');
}
