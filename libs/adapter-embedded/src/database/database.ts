import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { CodedError } from '@trailhound/contracts';
import { GroupCommit } from './group-commit.js';

/** A value SQLite stores. */
export type Cell = string | number | bigint | null | Uint8Array;
export type Row = Readonly<Record<string, Cell>>;

/**
 * One SQLite connection with its statements prepared once. Everything on it runs synchronously, so nothing can come
 * between the steps of a transaction. Every failure of SQLite is a `STORE_UNAVAILABLE` with the cause kept; use after
 * `close` is a `STORE_CLOSED`.
 */
export class Database {
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #group = new GroupCommit((change) => this.transaction(change));
  readonly #undone = new Set<() => void>();
  #isInTransaction = false;

  /** `groups`: whether {@link grouped} waits for others. Without a disk there is nothing to share. */
  constructor(
    connection: DatabaseSync,
    private readonly groups: boolean,
  ) {
    this.#connection = connection;
  }

  get isOpen(): boolean {
    return this.#connection.isOpen;
  }

  /** All rows of a query. */
  rows(sql: string, ...cells: Cell[]): readonly Row[] {
    return this.#guarded(() => this.#statement(sql).all(...cells));
  }

  row(sql: string, ...cells: Cell[]): Row | undefined {
    return this.#guarded(() => this.#statement(sql).get(...cells));
  }

  /** Runs a change and tells how many rows it touched. */
  change(sql: string, ...cells: Cell[]): number {
    return this.#guarded(() => Number(this.#statement(sql).run(...cells).changes));
  }

  /** All of `work` or nothing of it; durable when this returns. A transaction inside another is part of it. */
  transaction<T>(work: () => T): T {
    if (this.#isInTransaction) return work();
    this.#guarded(() => this.#connection.exec('BEGIN IMMEDIATE'));
    this.#isInTransaction = true;
    try {
      const result = work();
      this.#guarded(() => this.#connection.exec('COMMIT'));
      return result;
    } catch (error) {
      // SQLite may have rolled back by itself, as it does when the disk is full.
      if (this.#connection.isOpen && this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
      for (const forget of this.#undone) forget();
      throw error;
    } finally {
      this.#isInTransaction = false;
    }
  }

  /**
   * As {@link transaction}, together with what else comes in this turn of the event loop: one wait for the disk for all of
   * it. `work` may run twice; what it remembers outside the database is to be forgotten {@link whenUndone}.
   */
  async grouped<T>(work: () => T): Promise<T> {
    if (!this.groups) return this.transaction(work);
    return this.#group.add(work);
  }

  /** Calls `forget` after every transaction that was taken back. */
  whenUndone(forget: () => void): void {
    this.#undone.add(forget);
  }

  /** What waits to be committed together is committed first. */
  close(): void {
    this.#group.flush();
    this.#statements.clear();
    if (this.#connection.isOpen) this.#connection.close();
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#connection.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #guarded<T>(work: () => T): T {
    if (!this.#connection.isOpen) throw new CodedError('STORE_CLOSED', 'the store is closed');
    try {
      return work();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new CodedError('STORE_UNAVAILABLE', `the embedded store failed: ${reason}`, {}, { cause: error });
    }
  }
}

/** A cell that holds a number; anything else in its place is a defect. */
export function numberIn(row: Row, column: string): number {
  const cell = row[column];
  if (typeof cell !== 'number') throw new TypeError(`column ${column} holds no number`);
  return cell;
}

export function textIn(row: Row, column: string): string {
  const cell = row[column];
  if (typeof cell !== 'string') throw new TypeError(`column ${column} holds no text`);
  return cell;
}
