import type { AddressPolicy } from '../network/address-policy.js';

/** What destinations of every kind are opened with. */
export interface Surroundings {
  /** From `network.allow`. */
  readonly policy: AddressPolicy;
  /** `console.baseUrl`, for links; absent: no links to the console. */
  readonly consoleUrl?: string;
  /** Evaluates a template of the user's on the body; absent where expressions are not to be had. */
  readonly shape?: ShapeBody;
}

/**
 * The JSON text an expression makes of a JSON text. Never rejects: undefined where it fails, runs too long or makes
 * nothing that is JSON; whoever evaluates it says so.
 */
export type ShapeBody = (expression: string, body: string) => Promise<string | undefined>;
