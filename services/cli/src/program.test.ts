import { describe, expect, it } from 'vitest';
import { call } from '../testing/captured-io.js';

const commands = [
  [],
  ['scan'],
  ['search'],
  ['diff'],
  ['rules'],
  ['rules', 'lint'],
  ['rules', 'test'],
  ['suppressions'],
  ['suppressions', 'list'],
  ['suppressions', 'check'],
  ['notify'],
  ['notify', 'test'],
  ['routes'],
  ['routes', 'explain'],
  ['routes', 'test'],
  ['up'],
  ['demo'],
];

describe('--help', () => {
  it.each(commands.map((words) => ({ words, name: ['trailhound', ...words].join(' ') })))(
    'of $name teaches with an example and exits 0',
    async ({ words }) => {
      const { exitCode, stdout, stderr } = await call([...words, '--help']);
      expect(exitCode).toBe(0);
      expect(stderr).toBe('');
      expect(stdout).toMatch(/^Examples?\b.*[:?]\n {2}\$ (?:\w+ .*\| )?trailhound /m);
      expect(stdout).toContain(words.at(-1) ?? 'trailhound');
    },
  );

  it('fits the terminal', async () => {
    const { stdout } = await call(['scan', '--help'], { columns: 90 });
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(90);
  });

  it('is what `help` shows too', async () => {
    expect((await call(['help', 'scan'])).stdout).toBe((await call(['scan', '--help'])).stdout);
  });
});

describe('a wrong call exits 2, prints no data and says what to do', () => {
  it.each([
    { args: [], says: 'Usage: trailhound' },
    { args: ['scna'], says: '(Did you mean scan?)' },
    { args: ['rules'], says: 'Usage: trailhound rules' },
    { args: ['rules', 'tset', 'x'], says: '(Did you mean test?)' },
    { args: ['scan', '--rulse', 'r', 'x'], says: '(Did you mean --rules?)' },
    { args: ['scan', '--rules'], says: "option '--rules <path>' argument missing" },
    { args: ['scan', '--rules', 'r'], says: "missing required argument 'input'" },
    { args: ['scan', 'x'], says: 'name a file or a folder with --rules PATH' },
    { args: ['scan', '--rules', 'r', '--format', 'xml', 'x'], says: 'Allowed choices are pretty, ndjson.' },
    { args: ['search'], says: "missing required argument 'filter'" },
    { args: ['search', 'eventName = "x"'], says: "missing required argument 'input'" },
    { args: ['search', 'a = "b"', '--limit', '0', 'x'], says: 'It takes a whole number from 1.' },
    { args: ['search', 'a = "b"', '--language', 'threatstak', 'x'], says: 'did you mean threatstack?' },
    { args: ['search', 'a = "b"', '--fields', ' , ', 'x'], says: '--fields names no field' },
    { args: ['search', 'a = "b"', '--fields', 'user,a..b', 'x'], says: '--fields cannot show "a..b"' },
    { args: ['diff'], says: "missing required argument 'record'" },
    { args: ['diff', 'a#1'], says: 'Name the other record too' },
    { args: ['rules', 'lint'], says: "missing required argument 'path'" },
    { args: ['rules', 'lint', '/no/such'], says: '/no/such cannot be read: no such file or folder' },
    { args: ['rules', 'test', '/no/such'], says: '/no/such cannot be read: no such file or folder' },
    { args: ['suppressions', 'check', '/no/such'], says: '/no/such cannot be read: no such file or folder' },
    { args: ['up'], says: '--config' },
    { args: ['up', '--config', '/no/such.yaml', '--once'], says: 'cannot read the configuration /no/such.yaml' },
    { args: ['demo', '--seed', 'seven'], says: '--seed takes a whole number' },
  ])('trailhound $args', async ({ args, says }) => {
    const { exitCode, stdout, stderr } = await call(args);
    expect(exitCode).toBe(2);
    expect(stderr + stdout).toContain(says);
    // `rules lint` and `suppressions check` print what they find, and that is all they print.
    if (!['lint', 'check'].includes(args[1] ?? '')) expect(stdout).toBe('');
  });

  it('marks the place in a filter', async () => {
    const { stderr } = await call(['search', 'user = "alice" and (', 'x']);
    expect(stderr.split('\n').slice(0, 3)).toEqual([
      expect.stringMatching(/^FILTER:1:20: error E-SYNTAX .*\(fix: /),
      '  user = "alice" and (',
      '                     ^',
    ]);
  });

  it('quotes nothing a terminal acts on', async () => {
    const { stderr } = await call(['search', 'eventName = \u001b[2J"', '/no/\u009bsuch']);
    expect(stderr).toMatch(/^[\n\x20-\x7e]*$/);
  });
});

describe('colour', () => {
  const sequence = '\u001b[';
  const wrong = ['scan', 'x'];
  it.each([
    { where: 'a terminal', options: { columns: 80 }, coloured: true },
    { where: 'a pipe', options: {}, coloured: false },
    { where: 'a terminal with NO_COLOR', options: { columns: 80, env: { NO_COLOR: '1' } }, coloured: false },
    { where: 'a dumb terminal', options: { columns: 80, env: { TERM: 'dumb' } }, coloured: false },
    { where: 'a pipe with FORCE_COLOR', options: { env: { FORCE_COLOR: '1' } }, coloured: true },
  ])('on $where: $coloured', async ({ options, coloured }) => {
    expect((await call(wrong, options)).stderr.includes(sequence)).toBe(coloured);
  });
});

it('says its version', async () => {
  expect(await call(['--version'])).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
});
