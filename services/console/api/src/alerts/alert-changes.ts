import { type AlertChange, type AlertState, formatNotice, topics } from '@trailhound/contracts';
import type { AlertIndex, Clock, RecordLog } from '@trailhound/ports';
import type { Logger } from '@trailhound/runtime';

export interface AlertChangesPorts {
  readonly alerts: AlertIndex;
  readonly log: RecordLog;
  readonly clock: Clock;
  readonly logger: Logger;
}

const encoder = new TextEncoder();

/** What people do to alerts. The log is told first: notifiers follow it, and every console's index is built from it. */
export class AlertChanges {
  constructor(private readonly ports: AlertChangesPorts) {}

  /** Resolves with the change when it is durable; undefined for an alert that is not known. */
  async make(alertId: string, state: AlertState, by: string, note?: string): Promise<AlertChange | undefined> {
    const { alerts, log, clock, logger } = this.ports;
    const alert = await alerts.get(alertId);
    if (alert === undefined) return undefined;
    const at = new Date(clock.now()).toISOString();
    const change: AlertChange = { version: 1, alertId, state, by, at, ...(note !== undefined && { note }) };
    const value = encoder.encode(formatNotice({ notice: 'changed', alert, change }));
    await log.publish(topics.changes, [{ key: alertId, value, headers: {} }]);
    await alerts.putChanges([change]);
    logger.info({ alertId, state, by }, 'alert changed');
    return change;
  }
}
