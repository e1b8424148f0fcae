import { deliveryId, type Escalation, type Notice } from '@trailhound/contracts';
import type { DeliveryState, DeliveryStatus, StateStore } from '@trailhound/ports';
import type { AlertStates } from '../journal/alert-states.js';
import type { DeliveryJournal } from '../journal/delivery-journal.js';

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

/** Who knows how far things are. */
export interface FollowUpParts {
  readonly ledger: Pick<StateStore['deliveries'], 'status'>;
  readonly journal: Pick<DeliveryJournal, 'end'>;
  readonly states: Pick<AlertStates, 'of'>;
}

/**
 * What people did to an alert is told only to a destination that took the alert, and after it: PagerDuty drops an
 * acknowledgement of an incident it does not know. A heartbeat that is late is no heartbeat.
 */
export async function readinessOf(
  notice: Notice,
  destination: string,
  { ledger, journal, states }: FollowUpParts,
  nowMs: number,
): Promise<Readiness> {
  switch (notice.notice) {
    case 'fired':
    case 'test':
    case 'digest':
    case 'step':
      return go;
    case 'escalated':
      return (await isTaken(notice.escalation, ledger, journal))
        ? { kind: 'pointless', why: 'the alert was taken in time' }
        : go;
    case 'heartbeat': {
      const { at, everySeconds } = notice.heartbeat;
      return nowMs - Date.parse(at) > everySeconds * 1_000
        ? { kind: 'pointless', why: 'the next heartbeat is due' }
        : go;
    }
    case 'changed':
      return afterAlert(await ledger.status(deliveryId(notice.alert.id, destination)), nowMs);
    case 'repeated': {
      const { alert, repetition } = notice;
      const state = states.of(alert.id);
      if (state !== 'open') return { kind: 'pointless', why: `the alert is ${state}` };
      const id = deliveryId(alert.id, destination);
      const ready = afterAlert(await ledger.status(id), nowMs);
      const told = journal.end(id);
      if (ready.kind !== 'go' || told === undefined) return ready;
      if (told.inDigest) return { kind: 'pointless', why: 'the alert was told with others' };
      // An alert that was told late is not told several times in a row.
      const dueMs = told.atMs + repetition.number * repetition.everySeconds * 1_000;
      return nowMs < dueMs ? { kind: 'wait', untilMs: dueMs } : go;
    }
    default:
      return notice satisfies never;
  }
}

/** What follows an alert goes when the alert reached the destination. */
function afterAlert(told: DeliveryStatus | undefined, nowMs: number): Readiness {
  if (told === undefined) return { kind: 'pointless', why: 'the destination was not told of the alert' };
  switch (told.state) {
    case 'delivered':
      return go;
    case 'muted':
      return { kind: 'pointless', why: 'the alert was muted there' };
    case 'dead':
      return { kind: 'pointless', why: 'the alert did not reach the destination' };
    case 'held':
      return { kind: 'wait', untilMs: nowMs + heldLookMs };
    case 'pending':
    case 'inflight':
      return { kind: 'wait', untilMs: Math.max(told.dueMs ?? 0, nowMs) + marginMs };
    default:
      return told.state satisfies never;
  }
}

/** Someone was told, or is not on purpose: nobody misses an alert that is held, or muted by one that was told. */
async function isTaken(
  { missed }: Escalation,
  ledger: FollowUpParts['ledger'],
  journal: FollowUpParts['journal'],
): Promise<boolean> {
  // A ledger that lost its end may not know of a delivery, or not how it ended; the journal does.
  const ended = missed.some(({ id }) => taken.has(journal.end(id)?.state ?? 'dead'));
  if (ended) return true;
  const told = await Promise.all(missed.map(({ id }) => ledger.status(id)));
  return told.some((status) => status !== undefined && taken.has(status.state));
}
