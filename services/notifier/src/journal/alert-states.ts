import { type AlertState, parseNotice, topics } from '@trailhound/contracts';
import type { RecordLog } from '@trailhound/ports';
import { TopicFollower } from './follow-topic.js';

/** States beyond this many are forgotten, oldest first; what is forgotten counts as open. */
const maxRemembered = 200_000;

/** What people did to alerts, as the topic `alert.changes` has it: of several changes the latest by its time holds. */
export class AlertStates {
  readonly #states = new Map<string, { readonly state: AlertState; readonly atMs: number }>();
  readonly #follower: TopicFollower;

  constructor(log: RecordLog) {
    this.#follower = new TopicFollower(log, topics.changes, (value) => this.#take(value));
  }

  /** As `DeliveryJournal.run`. */
  run(caughtUp: () => void): Promise<void> {
    return this.#follower.run(caughtUp);
  }

  stop(): Promise<void> {
    return this.#follower.stop();
  }

  /** `open` for an alert that nobody touched. */
  of(alertId: string): AlertState {
    return this.#states.get(alertId)?.state ?? 'open';
  }

  #take(value: Uint8Array): void {
    const parsed = parseNotice(new TextDecoder().decode(value));
    if (!parsed.ok || parsed.value.notice !== 'changed') return;
    const { alertId, state, at } = parsed.value.change;
    const atMs = Date.parse(at);
    if (atMs < (this.#states.get(alertId)?.atMs ?? 0)) return;
    this.#states.delete(alertId);
    this.#states.set(alertId, { state, atMs });
    const [oldest] = this.#states.keys();
    if (this.#states.size > maxRemembered && oldest !== undefined) this.#states.delete(oldest);
  }
}
