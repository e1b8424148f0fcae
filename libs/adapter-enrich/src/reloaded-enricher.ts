import { stat } from 'node:fs/promises';
import type { JsonObject } from '@trailhound/cloudtrail';
import type { Enricher } from '@trailhound/ports';

export interface ReloadOptions {
  /** Told when a changed file was taken, or could not be: then what was known before goes on. */
  readonly onReload?: (file: string, problem: string | undefined) => void;
  /** Milliseconds between two looks. Default 30,000. */
  readonly everyMs?: number;
}

/**
 * An enricher over a file, opened again whenever the file has changed. It asks instead of being told, as mounted volumes
 * need, and takes a change when two looks in a row see the same file, so that a half-written one is not taken. Rejects
 * where the file cannot be used at the start. Looking keeps no process alive.
 */
export async function reloadedEnricher(
  file: string,
  open: (file: string) => Promise<Enricher>,
  { onReload, everyMs = 30_000 }: ReloadOptions = {},
): Promise<Enricher> {
  let taken = await versionOf(file);
  let before = taken;
  let current = await open(file);
  const { provides } = current;

  async function look(): Promise<void> {
    const now = await versionOf(file);
    if (now !== taken && now === before) {
      taken = now;
      try {
        current = await open(file);
        onReload?.(file, undefined);
      } catch (error) {
        onReload?.(file, error instanceof Error ? error.message : String(error));
      }
    }
    before = now;
  }
  let looking = false;
  setInterval(() => {
    if (looking) return;
    looking = true;
    void look().finally(() => {
      looking = false;
    });
  }, everyMs).unref();
  return {
    provides,
    get source() {
      return current.source;
    },
    enrich: (record: JsonObject) => current.enrich(record),
  };
}

async function versionOf(file: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(file);
    return `${mtimeMs}:${size}:${ino}`;
  } catch {
    return 'gone';
  }
}
