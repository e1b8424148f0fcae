import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FailpointName } from './failpoint-names.js';
import type { Failpoint } from './parse-failpoints.js';

/** What a point does to the process it is in; tests put others in their place. */
export interface FailpointEffects {
  kill(): void;
  exit(code: number): void;
  wait(ms: number): Promise<void>;
  /** Blocks the thread. */
  block(ms: number): void;
}

const exitCode = 70;
/** A request is on its way by then, and mostly not answered. */
const duringMs = 3;

const processEffects: FailpointEffects = {
  kill: () => void process.kill(process.pid, 'SIGKILL'),
  exit: (code) => process.exit(code),
  wait: (ms) => sleep(ms),
  block(ms) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  },
};

/** Points that are set, and how often each was passed. */
export class Failpoints {
  readonly #points: { readonly set: Failpoint; passed: number }[];
  readonly #effects: FailpointEffects;

  constructor(points: readonly Failpoint[], effects: FailpointEffects = processEffects) {
    this.#points = points.map((set) => ({ set, passed: 0 }));
    this.#effects = effects;
  }

  /** The point is reached: what was set for it happens now. */
  async reach(name: FailpointName): Promise<void> {
    const due = this.#pass(name);
    if (due !== undefined) await this.#act(due);
  }

  /** The step begins; what was set happens when it is under way, or at its end if that comes first. */
  async during<T>(name: FailpointName, step: () => Promise<T>): Promise<T> {
    const due = this.#pass(name);
    if (due === undefined) return step();
    const work = step();
    work.catch(() => undefined); // awaited below, unless the point fails the step first
    await Promise.race([work.then(ignore, ignore), this.#effects.wait(duringMs)]);
    await this.#act(due);
    return work;
  }

  #pass(name: FailpointName): Failpoint | undefined {
    let due: Failpoint | undefined;
    for (const point of this.#points) {
      if (point.set.name !== name) continue;
      point.passed += 1;
      const { after, times } = point.set;
      if (point.passed > after && point.passed <= after + times) due ??= point.set;
    }
    return due;
  }

  async #act({ name, action, ms }: Failpoint): Promise<void> {
    switch (action) {
      case 'kill':
        this.#effects.kill();
        return;
      case 'exit':
        this.#effects.exit(exitCode);
        return;
      case 'throw':
        throw new Error(`failpoint ${name}`);
      case 'hang':
        return new Promise<never>(() => undefined);
      case 'slow':
        return this.#effects.wait(ms);
      case 'stall':
        this.#effects.block(ms);
        return;
      default:
        action satisfies never;
    }
  }
}

function ignore(): void {}
