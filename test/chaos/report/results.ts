import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunResult } from '../run/run-schedule.js';
import type { Schedule } from '../run/schedule.js';

/** A run as it is remembered: what `--resume` and the table need. JSON. */
export interface StoredRun {
  readonly seed: number;
  /** What was run: a short hash of git, with `+` where files were changed since. */
  readonly commit: string;
  readonly alerts: number;
  readonly lost: number;
  readonly repeated: number;
  readonly resent: number;
  readonly seconds: number;
  readonly problems: readonly string[];
  /** In the order they came. */
  readonly faults: readonly { readonly fault: number; readonly recoverySeconds: number | null }[];
}

/** Remembers a run beside its logs. */
export function storeRun(folder: string, asked: string, schedule: Schedule, result: RunResult): StoredRun {
  const { recovery, ...rest } = result;
  const faults = schedule.faults.map(({ fault }) => ({ fault, recoverySeconds: recovery.get(fault) ?? null }));
  const stored: StoredRun = { ...rest, commit: commitOfTree(), faults };
  const own = join(folder, `${asked}-${schedule.seed}`);
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, 'result.json'), JSON.stringify(stored, null, 2));
  return stored;
}

function commitOfTree(): string {
  const git = (...words: readonly string[]) =>
    execFileSync('git', words, { cwd: import.meta.dirname, encoding: 'utf8' });
  return `${git('rev-parse', '--short', 'HEAD').trim()}${git('status', '--porcelain', '-uno', '--', ':/', ':(exclude,top)docs') === '' ? '' : '+'}`;
}

/** The good runs of earlier calls. */
export function finishedRuns(folder: string, asked: string): readonly StoredRun[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  const found: StoredRun[] = [];
  for (const name of names.filter((one) => one.startsWith(`${asked}-`)).sort()) {
    try {
      const run: StoredRun = JSON.parse(readFileSync(join(folder, name, 'result.json'), 'utf8'));
      if (run.problems.length === 0) found.push(run);
    } catch {
      // The run was not finished.
    }
  }
  return found;
}
