import { type Route, type Routing, routeAlert } from '@trailhound/alerting';
import { type Alert, parseNotice, topics } from '@trailhound/contracts';
import type { Clock, LogBatch, LogConsumer, LogRecord, RecordLog, StateStore } from '@trailhound/ports';
import { failpoint, type Logger } from '@trailhound/runtime';
import { publishDeadLetter } from '../deliver/dead-letter.js';
import type { NotifierMetrics } from '../notifier-metrics.js';
import { type EarliestDue, earliestDue } from './earliest-due.js';
import { LedgerStamp } from './ledger-stamp.js';
import { type PlannedDeliveries, planDeliveries } from './plan-deliveries.js';

/** Consumer group of all notifiers. */
const group = 'notifier';
/**
 * A ledger that lost its end lost leases with it, and what they were for may still be on its way to its destination, from
 * whatever process. An exchange takes at most 10 s, and then stands in the journal.
 */
const settleMs = 15_000;

const nothing: PlannedDeliveries = { atOnce: [], held: [], roots: [] };

export interface AlertIntakeParts {
  readonly routes: readonly Route[];
  readonly routing: Routing;
  /** The names of all that are configured; a rule may ask for one of them. */
  readonly destinations: ReadonlySet<string>;
  readonly log: RecordLog;
  readonly state: StateStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: NotifierMetrics;
  /** Deliveries were enqueued for these destinations. */
  readonly onEnqueued: (due: EarliestDue) => void;
}

/** Reads alerts, writes a delivery for each of their destinations into the ledger, and only then commits. */
export class AlertIntake {
  readonly #parts: AlertIntakeParts;
  readonly #consumer: LogConsumer;
  readonly #stamp: LedgerStamp;
  /** Said already; the log delivers the batch again until it succeeds. */
  #isFailing = false;

  constructor(parts: AlertIntakeParts) {
    const { log, state, logger, metrics } = parts;
    this.#parts = parts;
    this.#consumer = log.consumer({ topic: topics.alerts, group });
    this.#stamp = new LedgerStamp({ log, consumer: this.#consumer, checkpoints: state.checkpoints, logger, metrics });
  }

  run(): Promise<void> {
    return this.#consumer.run((batch, signal) => this.#handle(batch, signal));
  }

  stop(): Promise<void> {
    return this.#consumer.stop();
  }

  async reportLag(): Promise<void> {
    this.#parts.metrics.lag(await this.#consumer.lag());
  }

  /** True when everything in the log by now is in the ledger. */
  async isCaughtUp(): Promise<boolean> {
    for (const [partition, { first, next }] of await this.#parts.log.bounds(topics.alerts)) {
      const done = (await this.#consumer.committed(topics.alerts, partition)) ?? first;
      if (done < next) return false;
    }
    return true;
  }

  async #handle(batch: LogBatch, signal: AbortSignal): Promise<void> {
    const { logger, state, onEnqueued } = this.#parts;
    try {
      const covered = await this.#stamp.check(batch, signal);
      if (covered === 'rewound') return;
      const dueMs = this.#parts.clock.now() + ((await this.#stamp.isReadAgain(batch)) ? settleMs : 0);
      const planned: PlannedDeliveries[] = [];
      for (const record of batch.records) planned.push(await this.#deliveriesOf(record, dueMs));
      const atOnce = planned.flatMap((one) => one.atOnce);
      const held = planned.flatMap((one) => one.held);
      const roots = planned.flatMap((one) => one.roots);
      const isAny = atOnce.length + held.length > 0;
      if (isAny) await failpoint('N1');
      // Before what they mute may be due.
      if (roots.length > 0) await state.deliveries.noteRoots(roots);
      // A ledger that was lost meanwhile must get what is before this batch first: an alert that was published twice is told
      // in the words of its first message, whatever happens.
      const guard = this.#stamp.guard(batch, covered);
      const isWritten =
        (atOnce.length === 0 || (await state.deliveries.enqueue(atOnce, guard))) &&
        (held.length === 0 || (await state.deliveries.hold(held, guard)));
      if (!isWritten) return await this.#stamp.goBack(batch, signal);
      if (isAny) await failpoint('N2');
      await this.#stamp.advance(batch, covered, signal);
      onEnqueued(earliestDue(atOnce, held));
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing)
        logger.warn({ partition: batch.partition, err: error }, 'alerts could not be enqueued; trying again');
      this.#isFailing = true;
      throw error;
    }
  }

  async #deliveriesOf(record: LogRecord, dueMs: number): Promise<PlannedDeliveries> {
    const { metrics, routes, routing, destinations } = this.#parts;
    if (record.value === null) return nothing;
    const payload = new TextDecoder().decode(record.value);
    const alert = parseAlert(payload);
    if (!alert.ok) {
      await this.#giveUp(record, payload, alert.why);
      return nothing;
    }
    const routed = routeAlert(alert.value, routes, routing, destinations);
    metrics.routed(routed.kind === 'deliver' ? 'deliver' : routed.because);
    return routed.kind === 'keep' ? nothing : planDeliveries(alert.value, payload, routed, routing, dueMs);
  }

  async #giveUp({ key, offset }: LogRecord, payload: string, why: string): Promise<void> {
    const { log, clock, metrics, logger } = this.#parts;
    logger.error(
      { key, offset: String(offset), why },
      'a message of the topic alerts is no alert this version can read',
    );
    const [alertId, destination, alert, enqueuedMs] = [null, null, undefined, null] as const;
    const reason = 'unreadable_alert';
    const facts = { reason, message: why, attempts: 0, nowMs: clock.now() } as const;
    await publishDeadLetter(log, { id: key, alertId, destination, alert, enqueuedMs, payload, ...facts });
    metrics.routed('unreadable');
    metrics.deadLettered(reason);
  }
}

function parseAlert(
  payload: string,
): { readonly ok: true; readonly value: Alert } | { readonly ok: false; readonly why: string } {
  const parsed = parseNotice(payload);
  if (!parsed.ok) return parsed;
  return parsed.value.notice === 'fired'
    ? { ok: true, value: parsed.value.alert }
    : { ok: false, why: 'it is no alert' };
}
