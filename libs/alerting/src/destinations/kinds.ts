import type { DestinationKind } from './destination-kind.js';
import { webhook } from './webhook/webhook.js';

/** Every kind of destination there is. A new one is a folder beside this file and a line here. */
export const destinationKinds: readonly DestinationKind[] = [webhook];
