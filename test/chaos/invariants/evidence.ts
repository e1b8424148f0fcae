import type { ReceivedWebhook } from '@trailhound/testkit';
import type { ChaosRecords } from '../input/records.js';
import type { Crash, Freeze } from '../lab/supervisor.js';
import type { TopicMessage } from '../lab/topics.js';
import type { StepBack } from '../lab/watch.js';
import type { ExpectedAlert } from '../oracle/reference.js';

/** What a run left behind, for the invariants to be held against. */
export interface Evidence {
  readonly input: ChaosRecords;
  /** By alert id. */
  readonly reference: ReadonlyMap<string, ExpectedAlert>;
  readonly alerts: readonly TopicMessage[];
  readonly quarantine: readonly TopicMessage[];
  /** The journal of deliveries. */
  readonly journal: readonly TopicMessage[];
  readonly deadLetters: readonly TopicMessage[];
  readonly soc: readonly ReceivedWebhook[];
  readonly legacy: readonly ReceivedWebhook[];
  readonly crashes: readonly Crash[];
  readonly freezes: readonly Freeze[];
  readonly stepsBack: readonly StepBack[];
  /** Service → bytes. */
  readonly memory: ReadonlyMap<string, number>;
  /** Service → everything it logged. */
  readonly logs: ReadonlyMap<string, string>;
  /** Everything came to its end in time. */
  readonly isDrained: boolean;
}

/** What an invariant found. */
export interface Finding {
  /** Alerts or notifications that should be there and are not. */
  readonly lost?: number;
  /** Alerts that should not be, or notifications accepted twice for which nothing accounts. */
  readonly repeated?: number;
  /** Notifications accepted twice because a process ended between the answer and the journal. */
  readonly resent?: number;
  /** Sentences about everything that does not hold; none where it holds. */
  readonly problems: readonly string[];
}

/** A promise that holds after every run. */
export interface Invariant {
  /** As the matrix names it, A to H. */
  readonly letter: string;
  readonly title: string;
  check(evidence: Evidence): Finding;
}

/** The first few, for messages. */
export function some(ids: Iterable<string>): string {
  const all = [...ids];
  return `${all.slice(0, 5).join(', ')}${all.length > 5 ? `, and ${all.length - 5} more` : ''}`;
}
