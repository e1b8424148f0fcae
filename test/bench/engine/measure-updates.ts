import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { onOneCpu } from '../kit/cpu.js';

/** What it takes a process that follows a folder of rules until a change of it is in force. */
export interface UpdateCost {
  readonly change: 'load all' | 'change' | 'add' | 'remove';
  /** CPU time of the thread that evaluates records, looks at the files included. */
  readonly cpuMs: number;
  /** CPU time of the longest turn of its event loop, in which it evaluates nothing. */
  readonly longestTurnMs: number;
}

export interface UpdateRun {
  readonly rulesFile: string;
  readonly rounds: number;
}

/** Costs of loading all rules, each a file of its own, and of changing, adding and removing one of them. */
export async function measureUpdates({ rulesFile, rounds }: UpdateRun): Promise<readonly UpdateCost[]> {
  const folder = mkdtempSync(join(tmpdir(), 'trailhound-bench-rules-'));
  const worker = fileURLToPath(new URL('./workers/update-worker.js', import.meta.url));
  const [program = '', ...args] = [
    ...onOneCpu().prefix,
    ...[process.execPath, worker, rulesFile, join(folder, 'rules'), String(rounds)],
  ];
  try {
    const { stdout } = await promisify(execFile)(program, args);
    return JSON.parse(stdout) as readonly UpdateCost[];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
