import type { OverflowState } from '@trailhound/detection';

/** What a versioned key holds; version 0 is a key that is not there. */
export interface Versioned<T> {
  readonly version: string;
  readonly state: T | undefined;
}

/** The reply of `HMGET key v s`. */
export function versioned<T>(reply: unknown, decode: (text: string) => T): Versioned<T> {
  const [version, text] = Array.isArray(reply) ? (reply as (string | null)[]) : [];
  return typeof version === 'string' && typeof text === 'string'
    ? { version, state: decode(text) }
    : { version: '0', state: undefined };
}

export function encodeOverflow(state: OverflowState): string {
  return JSON.stringify(state);
}

export function decodeOverflow(text: string): OverflowState {
  return JSON.parse(text) as OverflowState;
}
