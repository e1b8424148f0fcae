import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { cloudTrailRecord } from '@trailhound/testkit';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.js';
import { launcher, root, trailhound } from '../support/trailhound.js';

// What a process is: pipes, signals, memory, terminals. Everything else is tested beside the code.

const rule = 'id: stopped\ntitle: Trail stopped\ncondition: eventName = "StopLogging"\n';
const stopped = { eventSource: 'cloudtrail', eventName: 'StopLogging' };
const stop = (seed: number) => cloudTrailRecord({ ...stopped, seed });
const lines = (count: number) =>
  `${Array.from({ length: count }, (_, seed) => JSON.stringify(stop(seed))).join('\n')}\n`;

describe('the command as a process', () => {
  it('reads standard input, writes data to stdout and talk to stderr', async () => {
    const folder = temporaryFolder();
    folder.write('rule.yaml', rule);
    const args = ['scan', '--rules', folder.at('rule.yaml'), '--format', 'ndjson', '-'];
    const { exitCode, stdout, stderr } = await trailhound(args, { stdin: gzipSync(lines(3)) });
    expect(exitCode).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).title),
    ).toEqual(Array(3).fill('Trail stopped'));
    expect(stderr).toMatch(/^3 records; 1 rule, 3 matches, 3 alerts in /);
  });

  it.each([
    { args: ['--help'], exitCode: 0 },
    { args: ['scan', '--help'], exitCode: 0 },
    { args: ['scan', '--rules', 'rules/threat-stack', '/no/such/log'], exitCode: 3 },
    { args: ['scan', '--rules', '/no/such/rule', 'rules'], exitCode: 2 },
    { args: ['rules', 'lint', 'rules/threat-stack'], exitCode: 0 },
    { args: ['rules', 'test', 'rules/threat-stack'], exitCode: 0 },
    { args: ['nonsense'], exitCode: 2 },
  ])('exits $exitCode after $args', async ({ args, exitCode }) => {
    expect((await trailhound(args)).exitCode).toBe(exitCode);
  });

  it('ends quietly when its reader goes away', async () => {
    const folder = temporaryFolder();
    folder.write('rule.yaml', rule);
    folder.write('many.jsonl', lines(3_000));
    const args = ['scan', '--rules', folder.at('rule.yaml'), '--matches', folder.at('many.jsonl')];
    const child = spawn(process.execPath, [launcher, ...args], { cwd: root });
    let stderr = '';
    child.stderr.on('data', (piece) => {
      stderr += piece;
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const [exitCode, signal] = await new Promise<[number | null, string | null]>((resolve) =>
      child.once('close', (...how) => resolve(how)),
    );
    expect({ exitCode, signal, stderr }).toEqual({ exitCode: 0, signal: null, stderr: '' });
  });

  it('keeps its memory however many matches there are', async () => {
    const folder = temporaryFolder();
    folder.write('rule.yaml', rule);
    const [count, recordBytes] = [40_000, 2_500];
    const text = JSON.stringify(cloudTrailRecord({ ...stopped, userAgent: 'x'.repeat(recordBytes) }));
    const records = Array.from({ length: count }, (_, at) =>
      text.replace(/(?<="eventID":").{8}/, at.toString(16).padStart(8, '0')),
    ).join('\n');
    folder.write('many.jsonl.gz', gzipSync(records, { level: 1 }));
    // What is read is larger than all the process may hold.
    const env = { NODE_OPTIONS: '--max-old-space-size=64' };
    const { exitCode, stdout, stderr } = await trailhound(
      ['scan', '--rules', folder.at('rule.yaml'), '--matches', folder.at('many.jsonl.gz')],
      { env },
    );
    expect(stderr).toContain('40,000 matches');
    expect(exitCode).toBe(0);
    expect(stdout.split('\n')).toHaveLength(count + 1);
  });

  it('reads a file it finds under the name of its standard input', async () => {
    const folder = temporaryFolder();
    folder.write('rule.yaml', rule);
    folder.write('log.json', JSON.stringify({ Records: [stop(1)] }));
    const child = spawn(
      process.execPath,
      [launcher, 'scan', '--rules', folder.at('rule.yaml'), '--matches', '/dev/stdin'],
      {
        cwd: root,
        stdio: [openSync(folder.at('log.json'), 'r'), 'pipe', 'ignore'],
      },
    );
    let stdout = '';
    child.stdout?.on('data', (piece) => {
      stdout += piece;
    });
    await new Promise((resolve) => child.once('close', resolve));
    expect(JSON.parse(stdout)).toMatchObject({ rule: 'stopped', input: '/dev/stdin', record: 0 });
  });
});
