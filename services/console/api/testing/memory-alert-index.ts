import { type Alert, type AlertChange, CodedError } from '@trailhound/contracts';
import type { AlertFilter, AlertIndex } from '@trailhound/ports';

/** An AlertIndex in memory, for tests of what stands before the port. */
export function memoryAlertIndex(): AlertIndex & { readonly size: number } {
  const byId = new Map<string, Alert>();
  const changes = new Map<string, AlertChange>();
  const position = (alert: Alert) => `${alert.firstEventTime} ${alert.id}`;
  return {
    get size() {
      return byId.size;
    },
    async put(alerts) {
      for (const alert of alerts) if (!byId.has(alert.id)) byId.set(alert.id, alert);
    },
    get: async (id) => byId.get(id),
    async list(filter, limit, cursor) {
      const before = cursor === undefined ? undefined : readCursor(cursor);
      const found = [...byId.values()]
        .filter((alert) => holds(filter, alert))
        .toSorted((a, b) => (position(a) < position(b) ? 1 : -1))
        .filter((alert) => before === undefined || position(alert) < before);
      const alerts = found.slice(0, limit);
      const last = alerts.at(-1);
      const hasMore = found.length > alerts.length && last !== undefined;
      return { alerts, ...(hasMore && { next: `v1.${Buffer.from(position(last)).toString('base64url')}` }) };
    },
    async putChanges(given) {
      for (const change of given) {
        const known = changes.get(change.alertId);
        if (known === undefined || known.at <= change.at) changes.set(change.alertId, change);
      }
    },
    changes: async (ids) => new Map([...changes].filter(([id]) => ids.includes(id))),
    close: async () => {},
  };
}

function holds({ rule, severity, account, fromMs, toMs, suppressed }: AlertFilter, alert: Alert): boolean {
  const timeMs = Date.parse(alert.firstEventTime);
  return (
    (rule === undefined || alert.rule === rule) &&
    (severity === undefined || severity.includes(alert.severity)) &&
    (account === undefined || alert.account === account) &&
    (fromMs === undefined || timeMs >= fromMs) &&
    (toMs === undefined || timeMs < toMs) &&
    (suppressed || alert.suppressedBy.length === 0)
  );
}

function readCursor(cursor: string): string {
  const position = cursor.startsWith('v1.') ? Buffer.from(cursor.slice(3), 'base64url').toString() : '';
  if (!/^\S+Z [0-9a-f]{64}$/.test(position)) throw new CodedError('CURSOR_INVALID', 'not a cursor');
  return position;
}
