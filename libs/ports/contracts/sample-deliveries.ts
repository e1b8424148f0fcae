import type { DeliveryLedger, HeldDelivery, NewDelivery } from '@trailhound/ports';

export const leaseMs = 60_000;
export const t0 = 1_700_000_000_000;

export function delivery(id: string, more: Partial<NewDelivery> = {}): NewDelivery {
  return { id, alertId: `alert-of-${id}`, destination: 'soc', payload: `{"id":"${id}"}`, dueMs: t0, ...more };
}

export function held(id: string, more: Partial<HeldDelivery> = {}): HeldDelivery {
  const digest = { id: 'dig', payload: '{"notice":"digest"}', dueMs: t0 + 100, laterMs: t0 + 900 };
  return { ...delivery(id), line: `line-of-${id}`, digest, atOnce: 0, ...more };
}

export function claim(
  ledger: DeliveryLedger,
  nowMs: number,
  token: string,
  more: { destination?: string; limit?: number } = {},
) {
  const { destination = 'soc', limit = 10 } = more;
  return ledger.claim({ destination, limit, nowMs, leaseMs, token });
}
