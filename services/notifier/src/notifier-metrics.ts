import { type FailureReason, type Unrouted } from '@trailhound/alerting';
import type { PartitionLag } from '@trailhound/ports';
import { endToEndSeconds, lagGauges, type Metrics, requestSeconds } from '@trailhound/runtime';

/** What the notifier counts. Labels are names from the configuration and closed sets of words, never a record's text. */
export interface NotifierMetrics {
  /** Alerts read, by what became of them: delivered to destinations, kept for a reason, or unreadable. */
  routed(result: 'deliver' | Unrouted | 'unreadable'): void;
  attempted(
    destination: string,
    outcome: 'delivered' | 'retry' | 'dead' | 'muted' | 'recovered',
    reason: FailureReason | 'inhibited' | '',
  ): void;
  took(destination: string, seconds: number): void;
  /** A body was to be made by a destination's template. */
  shaped(destination: string, result: 'shaped' | 'failed'): void;
  /** From the event that made the alert to its acceptance by a destination. */
  latency(seconds: number): void;
  /** From AWS delivering the record that made the alert due, where that is known. */
  latencySinceDelivery(seconds: number): void;
  deadLettered(reason: FailureReason): void;
  rewound(): void;
  lag(partitions: readonly PartitionLag[]): void;
}

export function notifierMetrics(metrics: Metrics): NotifierMetrics {
  const routed = metrics.counter({
    name: 'trailhound_alerts_routed_total',
    help: 'Alerts read by the notifier, by what became of them.',
    labels: ['result'],
  });
  const notifications = metrics.counter({
    name: 'trailhound_notifications_total',
    help: 'Attempts to deliver, by destination, outcome and reason; muted: another alert speaks for it; recovered: found done in the journal, not sent again.',
    labels: ['destination', 'outcome', 'reason'],
  });
  const duration = metrics.histogram({
    name: 'trailhound_notification_duration_seconds',
    help: 'Time from sending a notification to its answer or failure.',
    labels: ['destination'],
    buckets: requestSeconds,
  });
  const templates = metrics.counter({
    name: 'trailhound_webhook_templates_total',
    help: 'Bodies that the template of a webhook was to make; failed: the standard body was sent.',
    labels: ['destination', 'result'],
  });
  const latency = metrics.histogram({
    name: 'trailhound_detection_latency_seconds',
    help: 'Time from the event that made an alert to its acceptance by a destination; backfill is left out.',
    buckets: endToEndSeconds,
  });
  const sinceDelivery = metrics.histogram({
    name: 'trailhound_detection_latency_since_delivery_seconds',
    help: 'The same from when AWS delivered the record: what of the latency is this pipeline’s own.',
    buckets: endToEndSeconds,
  });
  const deadLetters = metrics.counter({
    name: 'trailhound_dead_letters_total',
    help: 'Messages given up, by the topic they went to and the reason.',
    labels: ['topic', 'reason'],
  });
  const rewinds = metrics.counter({
    name: 'trailhound_notifier_rewinds_total',
    help: 'Times the ledger was found behind the log and alerts were read again.',
  });
  return {
    routed: (result) => routed.inc({ result }),
    attempted: (destination, outcome, reason) => notifications.inc({ destination, outcome, reason }),
    took: (destination, seconds) => duration.observe({ destination }, seconds),
    shaped: (destination, result) => templates.inc({ destination, result }),
    latency: (seconds) => latency.observe(seconds),
    latencySinceDelivery: (seconds) => sinceDelivery.observe(seconds),
    deadLettered: (reason) => deadLetters.inc({ topic: 'alerts.dlq', reason }),
    rewound: () => rewinds.inc(),
    lag: lagGauges(metrics),
  };
}
