import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { topics } from '@trailhound/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MessageTable } from '../log/message-table.js';
import type { Database } from './database.js';
import { openDatabase } from './open-database.js';

let root: string;
let database: Database;
let commits: number;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'trailhound-group-'));
  database = openDatabase(root, 'process-crash');
  commits = 0;
  const { exec } = DatabaseSync.prototype;
  vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (this: DatabaseSync, sql: string) {
    if (sql === 'COMMIT') commits += 1;
    return exec.call(this, sql);
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  database.close();
  rmSync(root, { recursive: true });
});

function put(key: string, value = 'v'): Promise<number> {
  return database.grouped(() =>
    database.change("INSERT INTO checkpoints (scope, key, value) VALUES ('s', ?, ?)", key, value),
  );
}

const keys = () => database.rows('SELECT key FROM checkpoints ORDER BY key').map(({ key }) => key);
const message = (key: string) => ({ key, value: null, headers: {} });

describe('changes that come in one turn of the event loop', () => {
  it('are committed together, and answered only then', async () => {
    const answered: string[] = [];
    const all = ['a', 'b', 'c'].map(async (key) => {
      await put(key);
      answered.push(key);
    });
    await Promise.resolve();
    expect([keys(), answered, commits]).toEqual([[], [], 0]);
    await Promise.all(all);
    expect([answered, commits]).toEqual([['a', 'b', 'c'], 1]);
  });

  it('are done in the order of the calls, each seeing those before it', async () => {
    const append = (key: string) =>
      database.grouped(() => database.change("UPDATE checkpoints SET value = value || ? WHERE key = 'k'", key));
    await Promise.all([put('k', ''), append('1'), append('2'), append('3')]);
    expect(database.row('SELECT value FROM checkpoints')).toEqual({ value: '123' });
  });

  it('do not fail for another’s sake', async () => {
    const settled = await Promise.allSettled([put('a'), put('a'), put('b')]);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(settled[1]).toMatchObject({ reason: { code: 'STORE_UNAVAILABLE' } });
    expect(database.rows('SELECT key FROM checkpoints')).toHaveLength(2);
  });

  it('leave what is known of the log as it is stored, also when they were taken back', async () => {
    const messages = new MessageTable(database);
    const append = (key: string) => database.grouped(() => messages.append(topics.alerts, [message(key)], 1));
    await Promise.allSettled([append('a'), put('x'), put('x'), append('b')]);
    await append('c');
    expect(messages.read(topics.alerts, 0, 10).map(({ key, offset }) => [key, offset])).toEqual([
      ['a', 0n],
      ['b', 1n],
      ['c', 2n],
    ]);
  });

  it('are committed when the database is closed, and refused after', async () => {
    const last = put('a');
    database.close();
    await last;
    await expect(put('b')).rejects.toMatchObject({ code: 'STORE_CLOSED' });
    database = openDatabase(root, 'process-crash');
    expect(keys()).toEqual(['a']);
  });

  it('of later turns are committed apart', async () => {
    await put('a');
    await setImmediate();
    await put('b');
    expect(commits).toBe(2);
  });
});
