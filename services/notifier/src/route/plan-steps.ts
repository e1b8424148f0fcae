import { type Alert, deliveryId, formatNotice, type NotifyAction } from '@trailhound/contracts';
import type { NewDelivery } from '@trailhound/ports';

/**
 * The deliveries of what a rule asks to be told later, each due so long after the alert fired, whoever plans it and however
 * often. The wait is in the ledger, not in a process.
 */
export function planSteps(alert: Alert, steps: readonly NotifyAction[], dueMs: number): readonly NewDelivery[] {
  const { id: alertId, firedAt } = alert;
  const firedMs = Date.parse(firedAt);
  return steps.map(({ index, afterMs, destination }) => {
    const step = { action: index, afterSeconds: afterMs / 1_000 };
    return {
      ...{ id: deliveryId(`${alertId}/action/${index}`, destination), alertId, destination },
      payload: formatNotice({ notice: 'step', alert, step }),
      dueMs: Number.isFinite(firedMs) ? Math.max(dueMs, firedMs + afterMs) : dueMs + afterMs,
    };
  });
}
