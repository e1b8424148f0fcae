import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CodedError } from '@trailhound/contracts';
import { Database } from './database.js';
import { applicationId, schemaSteps } from './schema.js';

/**
 * What a commit survives. `power-loss`: every commit is flushed to the disk (`synchronous = FULL`). `process-crash`:
 * commits survive kill -9, and a power loss takes back the last ones, all or none of each (`NORMAL`); log and state lie
 * in one file, so they go back together.
 */
export type Durability = 'power-loss' | 'process-crash';

const fileName = 'trailhound.sqlite';
const ownerFileName = 'owner.pid';
/** A process that was just killed may hold its lock a moment longer. */
const lockWaitMs = 1_000;
/** https://sqlite.org/rescode.html#busy */
const sqliteBusy = 5;

/**
 * Opens the database of a data folder, making both where they are missing. One process uses a folder at a time: a second
 * one is refused with `STORE_IN_USE`. The lock is the operating system's, on the open file, so it ends with the process
 * however that ends; there is no lock file to become stale. A folder written by a newer version is refused with
 * `STORE_VERSION`.
 */
export function openDatabase(directory: string, durability: Durability): Database {
  const path = join(directory, fileName);
  let connection: DatabaseSync | undefined;
  try {
    // Records tell who did what: for the owner's eyes.
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    connection = connect(path);
    // Held until the process ends; with it SQLite also keeps the index of its journal in memory instead of in a file.
    connection.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;');
    refuseForeign(connection, path);
    connection.exec('PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;');
    connection.exec(`PRAGMA synchronous = ${durability === 'power-loss' ? 'FULL' : 'NORMAL'};`);
    connection.exec(`PRAGMA journal_size_limit = ${64 * 1024 * 1024}; PRAGMA cache_size = -32000;`);
    migrate(connection);
    chmodSync(path, 0o600);
    writeFileSync(join(directory, ownerFileName), `${process.pid}\n`, { mode: 0o600 });
    return new Database(connection, true);
  } catch (error) {
    connection?.close();
    throw understood(error, directory);
  }
}

/** The same database without a file; gone when closed. */
export function openMemoryDatabase(): Database {
  const connection = connect(':memory:');
  migrate(connection);
  return new Database(connection, false);
}

function connect(path: string): DatabaseSync {
  return new DatabaseSync(path, { timeout: lockWaitMs });
}

function refuseForeign(connection: DatabaseSync, path: string): void {
  const isEmpty = connection.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  if (!isEmpty && pragma(connection, 'application_id') !== applicationId) {
    throw new CodedError('STORE_VERSION', `${path} is a database of another program; give another folder with data:`);
  }
  const version = pragma(connection, 'user_version');
  if (version > schemaSteps.length) {
    throw new CodedError(
      'STORE_VERSION',
      `${path} was written by a newer Trailhound (format ${version}, this one knows ${schemaSteps.length}); run that version or give another folder with data:`,
    );
  }
}

function migrate(connection: DatabaseSync): void {
  const version = pragma(connection, 'user_version');
  for (const [step, sql] of schemaSteps.entries()) {
    if (step < version) continue;
    connection.exec(
      `BEGIN; ${sql} PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${step + 1}; COMMIT;`,
    );
  }
}

function pragma(connection: DatabaseSync, name: string): number {
  return Number(connection.prepare(`PRAGMA ${name}`).get()?.[name]);
}

function understood(error: unknown, directory: string): unknown {
  if (error instanceof CodedError) return error;
  const { errcode } = error as { errcode?: unknown };
  if (typeof errcode === 'number' && (errcode & 0xff) === sqliteBusy) {
    const message = `the data folder ${directory} is in use by another Trailhound process${ownerOf(directory)}; stop that process or give another folder with data:`;
    return new CodedError('STORE_IN_USE', message, { directory }, { cause: error });
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new CodedError(
    'STORE_UNAVAILABLE',
    `the data folder ${directory} cannot be used: ${reason}`,
    { directory },
    { cause: error },
  );
}

function ownerOf(directory: string): string {
  try {
    return ` (pid ${Number.parseInt(readFileSync(join(directory, ownerFileName), 'utf8'), 10)})`;
  } catch {
    return '';
  }
}
