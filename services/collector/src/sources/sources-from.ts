import { filesSource } from './files-source.js';
import { type S3SourceOptions, s3Source } from './s3-source.js';
import { type SimulatedRecords, simulateSource } from './simulate-source.js';
import type { Source } from './source.js';
import { stdinSource } from './stdin-source.js';

/** `sources[]` of the configuration, checked: exactly one kind each. */
export type SourceSettings = { readonly backfill?: boolean; readonly notify?: boolean } & (
  | { readonly files: readonly string[] }
  | { readonly s3: S3Place }
  | { readonly stdin: true }
  | { readonly simulate: { readonly seed: number } }
);

/** Objects under a prefix; `url` is `s3://bucket/prefix`. */
export interface S3Place {
  readonly url: string;
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
}

/** What only the composition root can supply. */
export interface SourceSupplies {
  readonly stdin: AsyncIterable<Uint8Array>;
  /** The store a place lies in, and where in it. */
  readonly s3: (place: S3Place) => Pick<S3SourceOptions, 'store' | 'bucket' | 'prefix'>;
  readonly simulate: (seed: number) => SimulatedRecords;
}

/** The sources a configuration names. */
export function sourcesFrom(settings: readonly SourceSettings[], supplies: SourceSupplies): Source[] {
  return settings.map((source) => {
    if ('files' in source) return filesSource({ ...taken(source), paths: source.files });
    if ('s3' in source) return s3Source({ ...taken(source), ...supplies.s3(source.s3) });
    if ('stdin' in source) return stdinSource(supplies.stdin, taken(source));
    const { seed } = source.simulate;
    return simulateSource(`simulate:${seed}`, supplies.simulate(seed), taken(source));
  });
}

function taken({ backfill = false, notify = false }: SourceSettings): { backfill: boolean; notify: boolean } {
  return { backfill, notify };
}
