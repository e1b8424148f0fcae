import { deliveryStates } from '@trailhound/contracts';
import { z } from 'zod';
import { once, text, time } from '../http/parameters.js';

/** Which deliveries are meant. */
export interface DeliveryFilter {
  readonly id?: string;
  readonly alert?: string;
  readonly destination?: string;
  readonly state?: readonly (typeof deliveryStates)[number][];
  readonly reason?: string;
  /** On the attempts, epoch milliseconds: from inclusive, to exclusive. */
  readonly fromMs: number;
  readonly toMs?: number;
}

const maxListed = 1_000;
const state = z.enum(deliveryStates);

const filterShape = {
  alert: text.optional().describe('id of an alert'),
  destination: text.optional().describe('name of a destination'),
  state: z
    .union([state.transform((one) => [one]), z.array(state).max(deliveryStates.length)])
    .optional()
    .describe('after the latest attempt: one or, repeated, several of them'),
  reason: text.optional().describe('why the latest attempt failed, such as timeout'),
  from: time.optional().describe('attempts at this time or later; absent: of the last 24 hours'),
  to: time.optional().describe('attempts before this time'),
};

type Given = z.output<z.ZodObject<typeof filterShape>>;

/** Query parameters of `GET /api/deliveries`. */
export const DeliveryQuery = z
  .strictObject({
    ...filterShape,
    limit: once
      .regex(/^[1-9]\d{0,8}$/, 'a whole number from 1')
      .default('100')
      .transform((digits) => Math.min(Number(digits), maxListed))
      .describe(`most deliveries; more than ${maxListed} gives ${maxListed}`)
      .meta({ type: 'integer', minimum: 1, default: 100 }),
  })
  .transform(({ limit, ...given }) => ({ given, limit }));
export type DeliveryQuery = z.output<typeof DeliveryQuery>;

const by = text.describe('who does it, for the history');

/** Query parameters of `POST /api/deliveries/replay`: without `state` the dead ones are meant. */
export const ReplayQuery = z
  .strictObject({ ...filterShape, by: by.default('api') })
  .transform(({ by: who, ...given }) => ({ given: { ...given, state: given.state ?? ['dead' as const] }, by: who }));
export type ReplayQuery = z.output<typeof ReplayQuery>;

/** Query parameters of `POST /api/deliveries/{id}/replay`. */
export const ReplayOneQuery = z.strictObject({ by: by.default('api') });
export type ReplayOneQuery = z.output<typeof ReplayOneQuery>;

const dayMs = 24 * 3_600_000;

export function filterOf({ from, to, ...given }: Given, nowMs: number): DeliveryFilter {
  return { ...given, fromMs: from ?? nowMs - dayMs, ...(to !== undefined && { toMs: to }) };
}

/** The journal keeps so long; one delivery is looked for in all of it. */
export const journalMs = 35 * dayMs;
