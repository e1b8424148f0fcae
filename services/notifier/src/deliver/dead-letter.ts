import { type FailureReason, redactAlert } from '@trailhound/alerting';
import { excerptOf } from '@trailhound/cloudtrail';
import { type Alert, DeadLetter, topics } from '@trailhound/contracts';
import type { RecordLog } from '@trailhound/ports';

const encoder = new TextEncoder();

/** What was given up, for {@link publishDeadLetter}. */
export interface GivenUp {
  readonly id: string;
  readonly alertId: string | null;
  readonly destination: string | null;
  /** Undefined where it could not be read. */
  readonly alert: Alert | undefined;
  /** JSON of the alert, or what stood in its place. */
  readonly payload: string;
  readonly reason: FailureReason;
  readonly message: string;
  readonly attempts: number;
  readonly enqueuedMs: number | null;
  readonly nowMs: number;
}

/** Writes to `alerts.dlq`, key = delivery id, so that giving up twice is one dead letter. Resolves when it is durable. */
export async function publishDeadLetter(log: RecordLog, given: GivenUp): Promise<void> {
  const { id, alertId, destination, reason, message, attempts } = given;
  const alert = given.alert && redactAlert(given.alert);
  const letter: DeadLetter = {
    version: 1,
    ...{ id, alertId, destination, reason, message, attempts },
    rule: alert?.rule ?? null,
    severity: alert?.severity ?? null,
    title: alert?.title ?? null,
    enqueuedAt: given.enqueuedMs === null ? null : new Date(given.enqueuedMs).toISOString(),
    failedAt: new Date(given.nowMs).toISOString(),
    excerpt: excerptOf(encoder.encode(alert ? JSON.stringify(alert) : given.payload)),
  };
  await log.publish(topics.deadLetters, [{ key: id, value: encoder.encode(JSON.stringify(letter)), headers: {} }]);
}
