import { filesSource } from './files-source.js';
import { type HttpSourceOptions, httpSource } from './http/http-source.js';
import { type LookupSourceOptions, lookupSource } from './lookup/lookup-source.js';
import { s3Source } from './s3-source.js';
import { type SimulatedRecords, simulateSource } from './simulate-source.js';
import type { Source } from './source.js';
import { type SqsSourceOptions, sqsSource } from './sqs/sqs-source.js';
import { stdinSource } from './stdin-source.js';
import { type PollingOptions, pollingSource } from './trail/polling-source.js';

/** `sources[]` of the configuration, checked: exactly one kind each. */
export type SourceSettings = { readonly backfill?: boolean; readonly notify?: boolean } & (
  | { readonly files: readonly string[] }
  | { readonly sqs: SqsPlace }
  | { readonly s3: S3Place }
  | { readonly http: HttpPlace }
  | { readonly lookup: LookupPlace }
  | { readonly stdin: true }
  | { readonly simulate: { readonly seed: number } }
);

/** How a bucket or a queue is reached; what is absent is the environment's. */
export interface AwsAccess {
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
  /** ARN of a role to act under. */
  readonly role?: string | undefined;
  readonly externalId?: string | undefined;
}

/** Objects under a prefix; `url` is `s3://bucket/prefix`. */
export interface S3Place extends AwsAccess {
  readonly url: string;
  /** How often it is listed again; absent: it is read once. */
  readonly poll?: string | undefined;
}

/** A queue of notices and events. */
export interface SqsPlace extends AwsAccess {
  readonly queue: string;
  /** The only buckets objects are read from, each with how it is reached; absent: any, as the queue is. */
  readonly buckets?: Readonly<Record<string, AwsAccess>> | undefined;
  readonly visibility?: string | undefined;
  readonly concurrency?: number | undefined;
}

/** Where records may be pushed to. */
export interface HttpPlace {
  readonly listen: string;
  readonly tokenFile: string;
}

/** Event histories of an account that has no trail. */
export interface LookupPlace extends Omit<AwsAccess, 'region'> {
  readonly regions: readonly string[];
  readonly insights: boolean;
  readonly every: string;
  readonly overlap: string;
  readonly back: string;
}

/** What only the composition root can supply. */
export interface SourceSupplies {
  readonly stdin: AsyncIterable<Uint8Array>;
  /** The store a place lies in, and where in it. */
  readonly s3: (place: S3Place) => Pick<PollingOptions, 'store' | 'bucket' | 'prefix'>;
  /** What looking again and again needs besides; undefined for a place without `poll`. */
  readonly polling: (place: S3Place) => Pick<PollingOptions, 'clock' | 'trouble' | 'pollMs'> | undefined;
  readonly sqs: (place: SqsPlace) => Omit<SqsSourceOptions, 'backfill' | 'notify'>;
  readonly http: (place: HttpPlace) => Omit<HttpSourceOptions, 'backfill' | 'notify'>;
  readonly lookup: (place: LookupPlace) => Omit<LookupSourceOptions, 'backfill' | 'notify'>;
  readonly simulate: (seed: number) => SimulatedRecords;
}

/** The sources a configuration names. */
export function sourcesFrom(settings: readonly SourceSettings[], supplies: SourceSupplies): Source[] {
  return settings.map((source) => {
    if ('files' in source) return filesSource({ ...taken(source), paths: source.files });
    if ('s3' in source) {
      const place = { ...taken(source), ...supplies.s3(source.s3) };
      const polling = supplies.polling(source.s3);
      return polling ? pollingSource({ ...place, ...polling }) : s3Source(place);
    }
    if ('sqs' in source) return sqsSource({ ...taken(source), ...supplies.sqs(source.sqs) });
    if ('http' in source) return httpSource({ ...taken(source), ...supplies.http(source.http) });
    if ('lookup' in source) return lookupSource({ ...taken(source), ...supplies.lookup(source.lookup) });
    if ('stdin' in source) return stdinSource(supplies.stdin, taken(source));
    const { seed } = source.simulate;
    return simulateSource(`simulate:${seed}`, supplies.simulate(seed), taken(source));
  });
}

function taken({ backfill = false, notify = false }: SourceSettings): { backfill: boolean; notify: boolean } {
  return { backfill, notify };
}
