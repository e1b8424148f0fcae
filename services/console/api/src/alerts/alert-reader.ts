import { type Alert, type AlertChange, deliveryId, hasCode } from '@trailhound/contracts';
import type { AlertFilter, AlertIndex, DeliveryLedger, WindowStore } from '@trailhound/ports';
import type { Logger } from '@trailhound/runtime';
import type { AlertDetail, AlertList, AlertSummary, DeliveryView } from './alert-views.js';

export interface AlertReaderPorts {
  readonly alerts: AlertIndex;
  readonly windows: Pick<WindowStore, 'summary'>;
  readonly deliveries: Pick<DeliveryLedger, 'status'>;
  /** Names of the configured destinations, whose deliveries are shown. */
  readonly destinations: readonly string[];
  readonly logger: Logger;
}

type Counted = Pick<
  AlertDetail,
  'count' | 'firstEventTime' | 'lastEventTime' | 'records' | 'counts' | 'countIsLowerBound'
>;

/**
 * Alerts as people ask for them: what fired, with the counts of its bucket by now. Where the counts cannot be had the
 * alert is shown as it fired, marked so: a store that is down hides no alert.
 */
export class AlertReader {
  constructor(private readonly ports: AlertReaderPorts) {}

  /** Rejects with `CURSOR_INVALID` for a cursor that is none. */
  async list(filter: AlertFilter, limit: number, cursor?: string): Promise<AlertList> {
    const page = await this.ports.alerts.list(filter, limit, cursor);
    const changes = await this.ports.alerts.changes(page.alerts.map(({ id }) => id));
    const alerts = page.alerts.map((alert) => this.summary(alert, changes.get(alert.id)));
    return { alerts: await Promise.all(alerts), next: page.next ?? null };
  }

  async detail(id: string): Promise<AlertDetail | undefined> {
    const alert = await this.ports.alerts.get(id);
    if (alert === undefined) return undefined;
    const [counted, deliveries, changes] = await Promise.all([
      this.counted(alert),
      this.deliveriesOf(id),
      this.ports.alerts.changes([id]),
    ]);
    return { ...alert, ...counted, ...stateOf(changes.get(id)), deliveries };
  }

  private async summary(alert: Alert, change: AlertChange | undefined): Promise<AlertSummary> {
    const { records, record, recordTruncated, ...whole } = { ...alert, ...(await this.counted(alert)) };
    return { ...whole, ...stateOf(change) };
  }

  private async counted(alert: Alert): Promise<Counted> {
    const bucket = await this.orNothing(() => this.ports.windows.summary(alert.id), 'window summary not available');
    if (bucket === undefined) {
      const { count, firstEventTime, lastEventTime, records } = alert;
      return { count, firstEventTime, lastEventTime, records, counts: 'at-firing', countIsLowerBound: false };
    }
    return {
      count: bucket.count,
      countIsLowerBound: bucket.countIsLowerBound,
      firstEventTime: new Date(bucket.firstEventTimeMs).toISOString(),
      lastEventTime: new Date(bucket.lastEventTimeMs).toISOString(),
      records: [...bucket.records],
      counts: 'current',
    };
  }

  private async deliveriesOf(alertId: string): Promise<DeliveryView[]> {
    const asked = this.ports.destinations.map((destination) =>
      this.orNothing(() => this.ports.deliveries.status(deliveryId(alertId, destination)), 'delivery not available'),
    );
    return (await Promise.all(asked)).flatMap((status) => {
      if (status === undefined) return [];
      const { id, destination, state, attempts, lastError, mutedBy, dueMs } = status;
      const nextAttemptAt = dueMs === undefined ? {} : { nextAttemptAt: new Date(dueMs).toISOString() };
      const why = { ...(lastError !== undefined && { lastError }), ...(mutedBy !== undefined && { mutedBy }) };
      return [{ id, destination, state, attempts, ...why, ...nextAttemptAt }];
    });
  }

  private async orNothing<T>(ask: () => Promise<T | undefined>, said: string): Promise<T | undefined> {
    try {
      return await ask();
    } catch (error) {
      if (!hasCode(error, 'STORE_UNAVAILABLE')) throw error;
      this.ports.logger.warn({ err: error }, said);
      return undefined;
    }
  }
}

function stateOf(change: AlertChange | undefined): Pick<AlertSummary, 'state' | 'change'> {
  if (change === undefined) return { state: 'open' };
  const { version, alertId, ...shown } = change;
  return { state: change.state, change: shown };
}
