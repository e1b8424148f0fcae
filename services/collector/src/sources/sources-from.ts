import { filesSource } from './files-source.js';
import { type SimulatedRecords, simulateSource } from './simulate-source.js';
import type { Source } from './source.js';
import { stdinSource } from './stdin-source.js';

/** `sources[]` of the configuration, checked: exactly one kind each. */
export type SourceSettings = { readonly backfill?: boolean; readonly notify?: boolean } & (
  | { readonly files: readonly string[] }
  | { readonly stdin: true }
  | { readonly simulate: { readonly seed: number } }
);

/** What only the composition root can supply. */
export interface SourceSupplies {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly simulate: (seed: number) => SimulatedRecords;
}

/** The sources a configuration names. */
export function sourcesFrom(settings: readonly SourceSettings[], supplies: SourceSupplies): Source[] {
  return settings.map((source) => {
    if ('files' in source) return filesSource({ ...taken(source), paths: source.files });
    if ('stdin' in source) return stdinSource(supplies.stdin, taken(source));
    const { seed } = source.simulate;
    return simulateSource(`simulate:${seed}`, supplies.simulate(seed), taken(source));
  });
}

function taken({ backfill = false, notify = false }: SourceSettings): { backfill: boolean; notify: boolean } {
  return { backfill, notify };
}
