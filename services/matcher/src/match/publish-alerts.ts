import { type Alert, hasCode, type QuarantineEntry, topics } from '@trailhound/contracts';
import type { Logger, LogMessage, RecordLog } from '@trailhound/ports';

const encoder = new TextEncoder();

/**
 * Publishes alerts and resolves when they are durable. An alert the log will never take goes without its record and
 * fields, and if even that is refused, to quarantine: one alert must not hold up all that come behind it.
 */
export async function publishAlerts(
  log: Pick<RecordLog, 'publish'>,
  logger: Logger,
  alerts: readonly Alert[],
  nowMs: number,
): Promise<void> {
  if (alerts.length === 0) return;
  if (await isTaken(log, alerts.map(message))) return;
  for (const alert of alerts) {
    if (await isTaken(log, [message(alert)])) continue;
    logger.error({ alert: alert.id, rule: alert.rule }, 'alert is too large for the log, its record is left out');
    if (await isTaken(log, [message({ ...alert, record: null, recordTruncated: true, fields: {} })])) continue;
    logger.error({ alert: alert.id, rule: alert.rule }, 'alert is too large for the log, it is quarantined');
    await log.publish(topics.quarantine, [refusedAlert(alert, nowMs)]);
  }
}

/** False when the log refused the messages for good; any other failure rejects. */
async function isTaken(log: Pick<RecordLog, 'publish'>, messages: readonly LogMessage[]): Promise<boolean> {
  try {
    await log.publish(topics.alerts, messages);
    return true;
  } catch (error) {
    if (hasCode(error, 'LOG_MESSAGE_REFUSED')) return false;
    throw error;
  }
}

function message(alert: Alert): LogMessage {
  return { key: alert.id, value: encoder.encode(JSON.stringify(alert)), headers: {} };
}

function refusedAlert({ id, rule, title, records }: Alert, nowMs: number): LogMessage {
  const entry: QuarantineEntry = {
    version: 1,
    reason: 'too_large',
    message: `the log refuses alert ${id} of rule ${rule}`,
    input: topics.alerts,
    excerpt: JSON.stringify({ id, rule, title, records: records.slice(0, 3) }).slice(0, 4_096),
    at: new Date(nowMs).toISOString(),
  };
  return { key: id, value: encoder.encode(JSON.stringify(entry)), headers: {} };
}
