import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.js';
import { launcher, root, trailhound } from '../support/trailhound.js';
import { codeBlocks, commandsOf } from './code-blocks.js';

const text = readFileSync(`${root}README.md`, 'utf8');
const blocks = codeBlocks(text);
const notRun: Readonly<Record<string, string>> = {
  'npm test': 'it is what runs this test',
  'npm start': 'it is run with `--once`, below',
};

/** A copy of what the README talks about, with an `npx` that runs the command of this checkout. */
function copyOfSamples(): TemporaryFolder {
  const folder = temporaryFolder();
  cpSync(`${root}examples`, folder.at('examples'), { recursive: true });
  folder.write(
    'bin/npx',
    `#!/bin/sh\n[ "$1" = trailhound ] || exit 9\nshift\nexec '${process.execPath}' '${launcher}' "$@"\n`,
  );
  chmodSync(folder.at('bin/npx'), 0o755);
  // What the reader of the configuration's example has.
  mkdirSync(folder.at('logs'));
  folder.write('soc.whsec', `whsec_${Buffer.alloc(32, 7).toString('base64')}\n`);
  return folder;
}

describe('docs/rule-files.md', () => {
  it('shows a rule without lints whose tests pass', async () => {
    const [block] = codeBlocks(readFileSync(`${root}docs/rule-files.md`, 'utf8'));
    const folder = temporaryFolder();
    folder.write('rule.yaml', `${block?.text}\n`);
    expect(await trailhound(['rules', 'lint', folder.at('rule.yaml')])).toMatchObject({ exitCode: 0, stdout: '' });
    const tested = await trailhound(['rules', 'test', folder.at('rule.yaml')]);
    expect(tested).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('2 passed, 0 failed') });
  });
});

describe('README.md', () => {
  it('has commands that work, in their order, and outputs that are true', () => {
    const folder = copyOfSamples();
    const env = { ...process.env, PATH: `${folder.at('bin')}:${process.env['PATH']}`, NO_COLOR: '1' };
    const run: string[] = [];
    let output = '';
    for (const { language, text: code, line } of blocks) {
      const [, file] = /^# (\S+\.yaml)\n/.exec(code) ?? [];
      if (language === 'yaml') folder.write(file ?? `line-${line}.yaml`, `${code}\n`);
      else if (language === 'text') {
        for (const shown of code.split('\n')) expect(output.split('\n'), `README.md:${line}`).toContain(shown);
      } else {
        expect(language, `README.md:${line}`).toBe('sh');
        output = '';
        for (const command of commandsOf({ language, text: code, line })) {
          if (command in notRun) continue;
          const { status, stdout, stderr } = spawnSync('sh', ['-c', command], {
            cwd: folder.path,
            env,
            encoding: 'utf8',
          });
          expect({ command, status, stderr: status === 0 ? '' : stderr }).toEqual({ command, status: 0, stderr: '' });
          output += stdout;
          run.push(command);
        }
      }
    }
    expect(run.length).toBeGreaterThan(6);
  }, 60_000);

  it('has nothing among its commands that is left out without a reason', () => {
    const all = blocks.filter(({ language }) => language === 'sh').flatMap(commandsOf);
    for (const command of Object.keys(notRun)) expect(all).toContain(command);
  });

  it('links to what is there', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path]) => path ?? '');
    expect(links.length).toBeGreaterThan(8);
    expect(links.filter((path) => !existsSync(`${root}${path}`))).toEqual([]);
  });

  it('starts the demonstration', () => {
    // `npm test` has done before this what `npm start` does first; other tests need the build to stay as it is.
    const args = ['start', '--ignore-scripts', '--', '--once'];
    const { status, stdout, stderr } = spawnSync('npm', args, { cwd: root, encoding: 'utf8' });
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^Attacks in the simulated account: \d+ of \d+ found$/m);
  }, 120_000);
});
