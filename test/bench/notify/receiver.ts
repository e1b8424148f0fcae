import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Arrived } from './receiver-process.js';

export interface Receiver {
  readonly port: number;
  /** What arrived since {@link forget} was called last. */
  arrived(): Promise<Arrived>;
  forget(): Promise<void>;
  stop(): void;
}

/** Starts the receivers of all destinations, in a process of their own. */
export async function startReceiver(): Promise<Receiver> {
  const child = fork(fileURLToPath(new URL('./receiver-process.js', import.meta.url)), { stdio: 'inherit' });
  const [{ port }] = (await once(child, 'message')) as [{ readonly port: number }];
  async function ask(what: 'report' | 'forget'): Promise<Arrived> {
    child.send(what);
    const [arrived] = (await once(child, 'message')) as [Arrived];
    return arrived;
  }
  return {
    port,
    arrived: () => ask('report'),
    forget: async () => void (await ask('forget')),
    stop: () => void child.kill(),
  };
}
