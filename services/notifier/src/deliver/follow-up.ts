import { deliveryId, type Escalation, type Notice } from '@trailhound/contracts';
import type { DeliveryState, StateStore } from '@trailhound/ports';

/** Whether a notice may go now. */
export type Readiness =
  | { readonly kind: 'go' }
  /** What it follows is still under way. */
  | { readonly kind: 'wait'; readonly untilMs: number }
  /** There is nothing left to say. */
  | { readonly kind: 'pointless'; readonly why: string };

const go: Readiness = { kind: 'go' };
/** After what it follows was due. */
const marginMs = 1_000;
const taken: ReadonlySet<DeliveryState> = new Set(['delivered', 'held', 'muted']);
/** What is held is told when its digest is. */
const heldLookMs = 60_000;

/**
 * What people did to an alert is told only to a destination that took the alert, and after it: PagerDuty drops an
 * acknowledgement of an incident it does not know. A heartbeat that is late is no heartbeat.
 */
export async function readinessOf(
  notice: Notice,
  destination: string,
  ledger: Pick<StateStore['deliveries'], 'status'>,
  nowMs: number,
): Promise<Readiness> {
  switch (notice.notice) {
    case 'fired':
    case 'test':
    case 'digest':
    case 'step':
      return go;
    case 'escalated':
      return (await isTaken(notice.escalation, ledger))
        ? { kind: 'pointless', why: 'the alert was taken in time' }
        : go;
    case 'heartbeat': {
      const { at, everySeconds } = notice.heartbeat;
      return nowMs - Date.parse(at) > everySeconds * 1_000
        ? { kind: 'pointless', why: 'the next heartbeat is due' }
        : go;
    }
    case 'changed': {
      const told = await ledger.status(deliveryId(notice.alert.id, destination));
      if (told === undefined) return { kind: 'pointless', why: 'the destination was not told of the alert' };
      if (told.state === 'muted') return { kind: 'pointless', why: 'the alert was muted there' };
      if (told.state === 'dead') return { kind: 'pointless', why: 'the alert did not reach the destination' };
      if (told.state === 'delivered') return go;
      if (told.state === 'held') return { kind: 'wait', untilMs: nowMs + heldLookMs };
      return { kind: 'wait', untilMs: Math.max(told.dueMs ?? 0, nowMs) + marginMs };
    }
    default:
      return notice satisfies never;
  }
}

/** Someone was told, or is not on purpose: nobody misses an alert that is held, or muted by one that was told. */
async function isTaken({ missed }: Escalation, ledger: Pick<StateStore['deliveries'], 'status'>): Promise<boolean> {
  const told = await Promise.all(missed.map(({ id }) => ledger.status(id)));
  return told.some((status) => status !== undefined && taken.has(status.state));
}
