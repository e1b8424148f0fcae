/** Something that changes the database. It may run twice, so it changes nothing else. */
type Change<T> = () => T;

interface Waiting {
  readonly change: Change<unknown>;
  readonly done: (result: unknown) => void;
  readonly failed: (error: unknown) => void;
}

type Settled = { readonly ok: true; readonly result: unknown } | { readonly ok: false; readonly error: unknown };

/**
 * Carries out in one transaction what came in one turn of the event loop. What a commit costs is the wait for the disk, so
 * that a hundred deliveries that end together cost as much as one. Each answer is given only after the commit, in the order
 * of the calls. Where the transaction fails, each change is tried in one of its own, so that none fails for another's sake.
 */
export class GroupCommit {
  #waiting: Waiting[] = [];
  #turn: NodeJS.Immediate | undefined;

  constructor(private readonly transaction: <T>(change: Change<T>) => T) {}

  /** Resolves when the change is durable. */
  add<T>(change: Change<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ change, done: (result) => resolve(result as T), failed: reject });
      this.#turn ??= setImmediate(() => this.flush());
    });
  }

  /** Does now what waits. */
  flush(): void {
    if (this.#turn !== undefined) clearImmediate(this.#turn);
    this.#turn = undefined;
    const group = this.#waiting;
    this.#waiting = [];
    for (const [at, settled] of this.#settle(group).entries()) {
      if (settled.ok) group[at]?.done(settled.result);
      else group[at]?.failed(settled.error);
    }
  }

  #settle(group: readonly Waiting[]): readonly Settled[] {
    if (group.length === 0) return [];
    const together = settle(() => this.transaction(() => group.map(({ change }) => change())));
    if (together.ok) return (together.result as readonly unknown[]).map((result) => ({ ok: true, result }));
    if (group.length === 1) return [together];
    return group.map(({ change }) => settle(() => this.transaction(change)));
  }
}

function settle(work: () => unknown): Settled {
  try {
    return { ok: true, result: work() };
  } catch (error) {
    return { ok: false, error };
  }
}
