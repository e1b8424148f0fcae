import type { Answer, OutgoingRequest } from '@trailhound/alerting';

/** What is to go out, and how. */
export type SendRequest = OutgoingRequest;

export type SendResult = Answer;

/**
 * Sends one request to one destination. Never rejects, never follows a redirect, is done within the request's time, and
 * reads no more of an answer than it keeps plus 16 KiB. `R` are the requests it knows.
 */
export interface Sender<R extends SendRequest = SendRequest> {
  send(request: R, signal: AbortSignal): Promise<SendResult>;
  close(): Promise<void>;
}
