import type { Notice } from '@trailhound/contracts';
import type { NotifierMetrics } from '../notifier-metrics.js';

/** Counts how long an alert took to its acceptance; what was found by reading old records again says nothing about that. */
export function measureLatency(notice: Notice, nowMs: number, metrics: NotifierMetrics): void {
  if (notice.notice !== 'fired' || notice.alert.backfill) return;
  const { lastEventTime, deliveredAt } = notice.alert;
  metrics.latency(Math.max(0, nowMs - Date.parse(lastEventTime)) / 1_000);
  if (deliveredAt !== undefined) metrics.latencySinceDelivery(Math.max(0, nowMs - Date.parse(deliveredAt)) / 1_000);
}
