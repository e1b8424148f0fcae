import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from './open-database.js';
import { schemaSteps } from './schema.js';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'trailhound-database-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const file = () => join(root, 'trailhound.sqlite');

it('makes the folder and its parents, readable for the owner only', () => {
  const directory = join(root, 'a', 'b');
  openDatabase(directory, 'power-loss').close();
  expect(statSync(directory).mode & 0o077).toBe(0);
  for (const name of readdirSync(directory)) expect(statSync(join(directory, name)).mode & 0o077).toBe(0);
});

it('opens again what it closed, with its content', () => {
  const before = openDatabase(root, 'process-crash');
  before.change("INSERT INTO checkpoints (scope, key, value) VALUES ('s', 'k', 'v')");
  before.close();
  const after = openDatabase(root, 'power-loss');
  expect(after.row('SELECT value FROM checkpoints')).toEqual({ value: 'v' });
  after.close();
});

it.each([
  { durability: 'power-loss', level: 2 },
  { durability: 'process-crash', level: 1 },
] as const)('flushes commits as $durability asks', ({ durability, level }) => {
  const database = openDatabase(root, durability);
  expect(database.row('PRAGMA synchronous')).toEqual({ synchronous: level });
  expect(database.row('PRAGMA journal_mode')).toEqual({ journal_mode: 'wal' });
  database.close();
});

it('refuses a folder in use, also within one process, and lets it be used after', () => {
  const first = openDatabase(root, 'process-crash');
  expect(() => openDatabase(root, 'process-crash')).toThrow(
    expect.objectContaining({ code: 'STORE_IN_USE', message: expect.stringContaining(`(pid ${process.pid})`) }),
  );
  first.close();
  openDatabase(root, 'process-crash').close();
});

it('refuses what a newer version wrote and leaves it alone', () => {
  openDatabase(root, 'process-crash').close();
  const newer = new DatabaseSync(file());
  newer.exec(`PRAGMA user_version = ${schemaSteps.length + 1}`);
  newer.close();
  expect(() => openDatabase(root, 'process-crash')).toThrow(
    expect.objectContaining({ code: 'STORE_VERSION', message: expect.stringContaining('newer Trailhound') }),
  );
});

it('refuses the database of another program and leaves it alone', () => {
  const other = new DatabaseSync(file());
  other.exec('CREATE TABLE bookmarks (url TEXT)');
  other.close();
  const before = readFileSync(file());
  expect(() => openDatabase(root, 'process-crash')).toThrow(expect.objectContaining({ code: 'STORE_VERSION' }));
  expect(readFileSync(file()).equals(before)).toBe(true);
});

it('refuses a file that is no database with the reason', () => {
  writeFileSync(file(), 'hello '.repeat(1_000));
  expect(() => openDatabase(root, 'process-crash')).toThrow(
    expect.objectContaining({ code: 'STORE_UNAVAILABLE', message: expect.stringContaining('not a database') }),
  );
});

it('refuses a path that is a file, with a sentence', () => {
  writeFileSync(join(root, 'file'), '');
  expect(() => openDatabase(join(root, 'file'), 'process-crash')).toThrow(
    expect.objectContaining({ code: 'STORE_UNAVAILABLE', message: expect.stringContaining('cannot be used') }),
  );
});

it('a failed transaction changes nothing and the next one works', () => {
  const database = openDatabase(root, 'process-crash');
  const put = (key: string) => database.change("INSERT INTO checkpoints (scope, key, value) VALUES ('s', ?, 'v')", key);
  const failing = () =>
    database.transaction(() => {
      put('a');
      put('a');
    });
  expect(failing).toThrow(expect.objectContaining({ code: 'STORE_UNAVAILABLE' }));
  expect(database.rows('SELECT * FROM checkpoints')).toEqual([]);
  database.transaction(() => put('b'));
  expect(database.rows('SELECT key FROM checkpoints')).toEqual([{ key: 'b' }]);
  database.close();
  expect(() => put('c')).toThrow(expect.objectContaining({ code: 'STORE_CLOSED' }));
});
