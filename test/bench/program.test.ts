import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runBench } from './program.js';

async function bench(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const exitCode = await runBench(args, { print: (line) => out.push(line), say: (line) => err.push(line) });
  return { exitCode, out: out.join('\n'), err: err.join('\n') };
}

test.each([
  ['--help'],
  ['engine', '--help'],
  ['scan', '--help'],
  ['stream', '--help'],
  ['state', '--help'],
  ['scale', '--help'],
  ['notify', '--help'],
  ['docs', '--help'],
])('%s %s teaches with an example, on stdout', async (...args) => {
  const { exitCode, out } = await bench(...args);
  expect(exitCode).toBe(0);
  expect(out).toContain('Examples:\n  $ npm run');
});

test.each([
  [['motor'], "unknown command 'motor'"],
  [['engine', '--evnts', 'x'], "unknown option '--evnts'"],
  [['engine', '--records', '0'], 'give a whole number of at least 1'],
  [['engine', '--warm', 'long'], 'give a number of seconds'],
  [['engine', '--set', 'many'], 'Allowed choices are'],
  [['engine', '--events', 'missing.jsonl', '--rules', 'package.json'], 'missing.jsonl: no such file'],
  [['engine', '--events', 'package.json', '--rules', 'package.json'], 'package.json: expected a JSON array'],
  [['engine', '--events', 'package.json', '--rules', 'README.md'], 'README.md: Unexpected token'],
  [['engine', '--events', 'package.json', '--set', '100'], 'leave out --events and --rules'],
])('%j is a usage error that says why', async (args, message) => {
  expect(existsSync('package.json')).toBe(true);
  const { exitCode, out, err } = await bench(...args);
  expect(err).toContain(message);
  expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
});
