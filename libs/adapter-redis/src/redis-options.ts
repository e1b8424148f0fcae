import type { WindowLimits } from '@trailhound/detection';
import type { Logger } from '@trailhound/ports';

/** How to reach Redis, and how long things are kept there. */
export interface RedisOptions {
  /** `redis://` or `rediss://`, with user and password if need be. */
  readonly url: string;
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  /** In front of every key. Default `trailhound:`. */
  readonly keyPrefix?: string;
  readonly logger: Logger;
  /** Bound on one command. Default 2,000. */
  readonly commandTimeoutMs?: number;
  /** How late a record may come and still be counted exactly. Default 24 h. */
  readonly latenessMs?: number;
  /** Bounds of what windows remember, in place of the defaults. */
  readonly limits?: Partial<WindowLimits>;
}

/** Schema of what is stored; a newer one is another prefix, and the old keys expire. */
export const schemaVersion = 'v2';
