import type { Alert } from '@trailhound/contracts';
import type { Answer, DeliveryOutcome } from '../delivery/outcome.js';

/** One attempt to bring an alert to a destination. */
export interface Attempt {
  /** Delivery id: the same over every attempt and replay. */
  readonly deliveryId: string;
  readonly alert: Alert;
  /** 1 for the first. */
  readonly number: number;
  /** Wall clock, epoch milliseconds. */
  readonly nowMs: number;
}

/** What goes over the wire; `SendRequest` of the Sender port has this shape. */
export interface OutgoingRequest {
  readonly url: string;
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly timeoutMs: number;
}

/** A destination ready for use: settings understood, secrets at hand. Pure: the same attempt gives the same request. */
export interface Channel {
  /** Of which kind the destination is: `webhook`, … */
  readonly kind: string;
  /** Where it goes, fit to be shown: no path, no query, no secret. */
  readonly target: string;
  /** Values that must never be shown, also not when a receiver echoes them. */
  readonly secrets: readonly string[];
  request(attempt: Attempt): OutgoingRequest;
  outcome(answer: Answer): DeliveryOutcome;
}

/** Bound on one whole exchange with a destination. */
export const attemptTimeoutMs = 10_000;
