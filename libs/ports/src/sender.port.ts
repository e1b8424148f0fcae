/** A request to a destination. Secrets may stand in `url` and `headers`: neither is ever logged. */
export interface SendRequest {
  readonly url: string;
  readonly method: 'POST' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Bound on the whole exchange. */
  readonly timeoutMs: number;
}

export type SendResult =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** From Retry-After, seconds or a date; milliseconds from now. */
      readonly retryAfterMs?: number;
      /** At most 1 KiB of the answer, for people. */
      readonly body: string;
    }
  | { readonly kind: 'unreachable'; readonly reason: 'timeout' | 'network' | 'tls'; readonly message: string }
  /** The address is not one this installation may talk to; trying again changes nothing until the configuration does. */
  | { readonly kind: 'forbidden'; readonly message: string };

/** Sends one request to one destination. Never rejects, never follows a redirect, never reads more than 16 KiB of an answer. */
export interface Sender {
  send(request: SendRequest, signal: AbortSignal): Promise<SendResult>;
  close(): Promise<void>;
}
