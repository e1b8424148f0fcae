import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Problem } from '@trailhound/contracts';
import type { Clock } from '@trailhound/ports';
import type { RuleFile } from '@trailhound/rules';
import { findRuleFiles, type KnownFiles, readRuleFiles } from './read-rule-files.js';

export interface WatchFilesOptions {
  readonly paths: readonly string[];
  /** What {@link lookAt} said before the files were first read; a change since then counts. */
  readonly since: Look;
  readonly clock: Clock;
  /** Milliseconds between two looks. Default 1,000. A change is taken when two looks in a row see the same files. */
  readonly everyMs?: number;
  readonly signal: AbortSignal;
  /** Called with all files on every change; further changes wait until it resolves, and are then one. */
  readonly onChange: (files: readonly RuleFile[], problems: readonly Problem[]) => Promise<void>;
}

/**
 * Looks at files until the signal aborts, then resolves. It asks instead of being told: notifications are lost on network
 * folders, on mounted ConfigMaps (whose links are swapped) and with editors that replace files. Waiting for two equal
 * looks keeps a half-written file or a half-copied folder from being taken for the new state.
 */
export async function watchFiles(options: WatchFilesOptions): Promise<void> {
  const { paths, since, clock, everyMs = 1_000, signal, onChange } = options;
  const known: KnownFiles = new Map();
  let taken = since;
  let before = taken;
  while (!signal.aborted) {
    await clock.sleep(everyMs, signal);
    if (signal.aborted) return;
    const now = await lookAt(paths);
    // What ends a walk over thousands of files cannot be divided: what comes next has a turn of its own.
    await nextTurn();
    if (!isSameLook(now, taken) && isSameLook(now, before)) {
      const { files, problems } = await readRuleFiles(paths, known, clock.now());
      taken = now;
      await nextTurn();
      if (!signal.aborted) await onChange(files, problems);
    }
    before = now;
  }
}

/** The state of files. */
export type Look = readonly string[];

export async function lookAt(paths: readonly string[]): Promise<Look> {
  const { files, problems } = await findRuleFiles(paths);
  return [...files.flatMap(({ path, version }) => [path, version]), ...problems.map(({ message }) => message)];
}

/** Whether none of the files may have changed, come or gone. */
export function isSameLook(a: Look, b: Look): boolean {
  return a.length === b.length && a.every((one, at) => one === b[at]);
}
