import { z } from 'zod';

/** What people did to an alert; `open` takes an acknowledgement or a closing back. */
export const alertStates = ['open', 'acknowledged', 'closed'] as const;
export type AlertState = (typeof alertStates)[number];

/** The message of topic `alert.changes`, key = alert id: the latest one says what state the alert is in. */
export const AlertChange = z.object({
  version: z.literal(1),
  alertId: z.string().regex(/^[0-9a-f]{64}$/),
  state: z.enum(alertStates),
  /** Who did it, as they named themselves. */
  by: z.string(),
  /** Why, in their words. */
  note: z.string().optional(),
  /** Wall clock, ISO 8601. */
  at: z.string(),
});
export type AlertChange = z.infer<typeof AlertChange>;
