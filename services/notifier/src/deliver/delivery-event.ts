import type { DeliveryEvent } from '@trailhound/contracts';
import type { ClaimedDelivery } from '@trailhound/ports';

/** An event of the journal about an attempt at a delivery. */
export function deliveryEvent(
  { id, alertId, destination, attempt, replays }: ClaimedDelivery,
  nowMs: number,
  facts: Pick<DeliveryEvent, 'state'> & Partial<DeliveryEvent>,
): DeliveryEvent {
  const shared = { version: 1, id, alertId, destination, attempt, at: new Date(nowMs).toISOString() } as const;
  return { ...shared, ...(replays > 0 && { replays }), ...facts };
}
