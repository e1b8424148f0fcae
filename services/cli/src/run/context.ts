import type { AlertIndex, Clock, RecordLog, StateStore } from '@trailhound/ports';
import type { Config, Health, Logger, Metrics, Part, Secrets } from '@trailhound/runtime';

/** The stores a process works on, whatever they lie on. */
export interface Stores {
  readonly log: RecordLog;
  readonly state: StateStore;
  /** Alerts as the console looks them up. */
  readonly alerts: AlertIndex;
}

/** What every service of a process shares. */
export interface RunContext {
  readonly config: Config;
  readonly stores: Stores;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
  readonly secrets: Secrets;
}

/** A service of a process: the parts to start, in order. */
export interface ServiceParts {
  readonly parts: readonly Part[];
  /** Rejects when one of them fails by itself. */
  readonly failed: Promise<never>;
}
