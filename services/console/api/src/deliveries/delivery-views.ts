import { DeliveryEvent } from '@trailhound/contracts';
import { z } from 'zod';

/** One attempt, or that a person put the delivery back. */
export const DeliveryAttempt = DeliveryEvent.omit({
  ...{ version: true, id: true, alertId: true, destination: true, thread: true, receipt: true },
}).meta({ id: 'DeliveryAttempt' });
export type DeliveryAttempt = z.output<typeof DeliveryAttempt>;

/** A delivery with its attempts in the time asked for, the oldest first. */
export const DeliveryHistoryView = z
  .object({
    id: z.string().describe('also the webhook-id the destination is sent'),
    alertId: z.string(),
    destination: z.string(),
    state: DeliveryEvent.shape.state.describe('after the latest attempt; retry and replayed: still under way'),
    reason: z.string().optional().describe('why the latest attempt failed'),
    lastAt: z.string().describe('of the latest attempt, ISO 8601'),
    attempts: z.array(DeliveryAttempt),
  })
  .meta({ id: 'DeliveryHistory' });
export type DeliveryHistoryView = z.output<typeof DeliveryHistoryView>;

export const DeliveryList = z.object({ deliveries: z.array(DeliveryHistoryView) }).meta({ id: 'DeliveryList' });
export type DeliveryList = z.output<typeof DeliveryList>;

export const DeliveryReplay = z
  .object({
    replayed: z.array(z.string()).describe('ids that were put back'),
    forgotten: z.array(z.string()).describe('ids whose content the ledger no longer has'),
  })
  .meta({ id: 'DeliveryReplay' });
export type DeliveryReplay = z.output<typeof DeliveryReplay>;
