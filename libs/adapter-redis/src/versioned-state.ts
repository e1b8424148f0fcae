import { randomBytes } from 'node:crypto';
import type { OverflowState } from '@trailhound/detection';

/**
 * What a versioned key holds; version 0 is a key that is not there. A version is a name nobody gives twice: a number that
 * is counted on would come to stand for another state after Redis lost its end.
 */
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

/** A version for what is about to be written. */
export function newVersion(): string {
  return randomBytes(9).toString('base64url');
}

export function encodeOverflow(state: OverflowState): string {
  return JSON.stringify(state);
}

export function decodeOverflow(text: string): OverflowState {
  return JSON.parse(text) as OverflowState;
}
