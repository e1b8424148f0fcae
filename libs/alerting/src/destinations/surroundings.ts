import type { AddressPolicy } from '../network/address-policy.js';

/** What destinations of every kind are opened with. */
export interface Surroundings {
  /** From `network.allow`. */
  readonly policy: AddressPolicy;
  /** `console.baseUrl`, for links; absent: no links to the console. */
  readonly consoleUrl?: string;
}
