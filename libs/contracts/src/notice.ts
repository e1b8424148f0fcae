import { z } from 'zod';
import { Alert } from './alert.js';
import { AlertChange } from './alert-change.js';
import { Digest } from './digest.js';
import { Tally } from './tally.js';

/** Says that a route works: its absence is what the receiver watches for. */
export const Heartbeat = z.object({
  /** Which route, as the configuration names it: `routes[0]`. */
  route: z.string(),
  /** When it was due, ISO 8601. */
  at: z.string(),
  everySeconds: z.number(),
});
export type Heartbeat = z.infer<typeof Heartbeat>;

/** Why an alert comes to a fallback: nobody it was meant for took it. */
export const Escalation = z.object({
  /** Which route, as the configuration names it. */
  route: z.string(),
  /** The deliveries that should have told it. */
  missed: z.array(z.object({ id: z.string(), destination: z.string() })),
  afterSeconds: z.number(),
});
export type Escalation = z.infer<typeof Escalation>;

/** A later message that the rule of an alert asks for. */
export const Step = z.object({
  /** Which of the rule's actions it is, from 0. */
  action: z.number().int(),
  /** How long after the alert. */
  afterSeconds: z.number(),
  /** What it counted; absent where it counts nothing. */
  tally: Tally.optional(),
});
export type Step = z.infer<typeof Step>;

/** That an alert is told again, for nobody acknowledged or closed it. */
export const Repetition = z.object({
  /** 1 for the first repeat. */
  number: z.number().int(),
  /** How many there are at most. */
  times: z.number().int(),
  everySeconds: z.number(),
});
export type Repetition = z.infer<typeof Repetition>;

const Wrapped = z.discriminatedUnion('notice', [
  z.object({ notice: z.literal('changed'), alert: Alert, change: AlertChange }),
  z.object({ notice: z.literal('heartbeat'), heartbeat: Heartbeat }),
  z.object({ notice: z.literal('test'), alert: Alert }),
  z.object({ notice: z.literal('digest'), digest: Digest }),
  z.object({ notice: z.literal('escalated'), alert: Alert, escalation: Escalation }),
  z.object({ notice: z.literal('step'), alert: Alert, step: Step }),
  z.object({ notice: z.literal('repeated'), alert: Alert, repetition: Repetition }),
]);

/** What one delivery tells: that an alert fired, that people changed its state, that a route works, a trial, several alerts, an alert others missed, what its rule asks to be told later, or an alert that is still open. */
export type Notice =
  | { readonly notice: 'fired'; readonly alert: Alert }
  | { readonly notice: 'changed'; readonly alert: Alert; readonly change: AlertChange }
  | { readonly notice: 'heartbeat'; readonly heartbeat: Heartbeat }
  | { readonly notice: 'test'; readonly alert: Alert }
  | { readonly notice: 'digest'; readonly digest: Digest }
  | { readonly notice: 'escalated'; readonly alert: Alert; readonly escalation: Escalation }
  | { readonly notice: 'step'; readonly alert: Alert; readonly step: Step }
  | { readonly notice: 'repeated'; readonly alert: Alert; readonly repetition: Repetition };

/** The payload of a delivery. An alert that fired stands for itself, so that payloads of every version read alike. */
export function formatNotice(notice: Notice): string {
  return JSON.stringify(notice.notice === 'fired' ? notice.alert : notice);
}

export type ParsedNotice = { readonly ok: true; readonly value: Notice } | { readonly ok: false; readonly why: string };

/** Members this version does not know are let through, so that a newer matcher can run beside an older notifier. */
export function parseNotice(payload: string): ParsedNotice {
  let json: unknown;
  try {
    json = JSON.parse(payload);
  } catch {
    return { ok: false, why: 'it is no JSON' };
  }
  const isWrapped = typeof json === 'object' && json !== null && Object.hasOwn(json, 'notice');
  const parsed = isWrapped ? Wrapped.safeParse(json) : Alert.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { ok: false, why: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}` };
  }
  const value = parsed.data;
  return { ok: true, value: 'notice' in value ? value : { notice: 'fired', alert: value } };
}
