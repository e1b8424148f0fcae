import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startGuarded, waitUntil } from '@trailhound/testkit/launchers';
import { BenchFailure, exitCodes } from '../kit/failure.js';
import { repository } from '../kit/repository.js';
import { counterSum, type Progress } from './progress.js';

export type ServiceName = 'collector' | 'matcher' | 'notifier';

/** A service of the product at work, as an operator would see it. */
export interface ServiceProcess {
  readonly pid: number;
  /** The sum of one of its counters over all labels. */
  counter(name: string): Promise<number>;
  /** Looks at the counter until it comes to `total`. Fails after `timeoutMs`. */
  follow(counter: string, total: number, timeoutMs: number): Promise<readonly Progress[]>;
  /** Most memory it ever had, in MiB; undefined where the system does not tell. */
  peakMemoryMiB(): number | undefined;
  stop(): Promise<void>;
}

/** A look costs the service some milliseconds. */
const lookEveryMs = 250;
const launcher = join(repository, 'services', 'cli', 'bin', 'trailhound.js');

/** Starts `trailhound NAME` on the configuration in its folder; resolves when it has started. */
export async function runningService(
  name: ServiceName,
  home: string,
  prefix: readonly string[],
): Promise<ServiceProcess> {
  const logFile = join(home, 'service.log');
  const [command = '', ...args] = [
    ...prefix,
    process.execPath,
    launcher,
    name,
    '--config',
    join(home, 'trailhound.yaml'),
  ];
  const guarded = await startGuarded(logFile, command, args);
  let exitCode: number | undefined;
  void guarded.ended.then((code) => {
    exitCode = code;
  });
  const lines = () => readFileSync(logFile, 'utf8').split('\n').filter(Boolean).map(logLine);
  await waitUntil(
    `${name} starts`,
    () => exitCode !== undefined || lines().some(({ msg }) => msg === 'started'),
    120_000,
  );
  if (exitCode !== undefined)
    throw new BenchFailure(`${name} ended with ${exitCode} while starting:\n${guarded.logTail()}`, exitCodes.failed);
  const url = lines().find(({ msg }) => msg === 'probes and metrics answer')?.url;

  const counter = async (of: string): Promise<number> => counterSum(await (await fetch(`${url}/metrics`)).text(), of);
  return {
    pid: guarded.pid,
    counter,
    async follow(of, total, timeoutMs) {
      const samples: Progress[] = [];
      for (const end = Date.now() + timeoutMs; Date.now() < end; await sleep(lookEveryMs)) {
        const count = await counter(of);
        samples.push({ atMs: Date.now(), count });
        if (count >= total) return samples;
      }
      throw new BenchFailure(
        `${name} came to ${samples.at(-1)?.count} of ${total} in ${timeoutMs / 1000} s:\n${guarded.logTail()}`,
        exitCodes.failed,
      );
    },
    peakMemoryMiB: () => peakMemory(guarded.pid),
    stop: () => guarded.stop(),
  };
}

function logLine(line: string): { readonly msg?: string; readonly url?: string } {
  try {
    return JSON.parse(line) as { readonly msg?: string; readonly url?: string };
  } catch {
    return { msg: line };
  }
}

/** Linux keeps it in /proc. */
function peakMemory(pid: number): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 1024);
  } catch {
    return undefined;
  }
}
