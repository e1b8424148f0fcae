import { z } from 'zod';
import type { ConfiguredDestination } from './destination-kind.js';
import { destinationKinds } from './kinds.js';

const kindNames = destinationKinds.map(({ name }) => name);

/** One destination: exactly one kind with its settings, `{ webhook: { … } }`. */
export const DestinationConfig = z
  .strictObject(Object.fromEntries(destinationKinds.map(({ name, settings }) => [name, settings.optional()])))
  .superRefine((value, context) => {
    const given = Object.values(value).filter((settings) => settings !== undefined).length;
    if (given === 1) return;
    const message = `a destination has exactly one kind (${kindNames.join(', ')}), this one has ${given || 'none'}`;
    context.addIssue({ code: 'custom', message });
  });
export type DestinationConfig = z.output<typeof DestinationConfig>;

/** Names are metric labels and parts of URLs. */
export const destinationNamePattern = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/;

/** `destinations` of the configuration: name → destination. */
export const Destinations = z.record(
  z.string().regex(destinationNamePattern, 'a destination name has letters, digits, _ . - and at most 63 characters'),
  DestinationConfig,
);
export type Destinations = z.output<typeof Destinations>;

/** The one kind a destination has, with its settings understood. Throws where {@link DestinationConfig} was not obeyed. */
export function configureDestination(config: DestinationConfig): ConfiguredDestination {
  for (const kind of destinationKinds) {
    const settings = Object.hasOwn(config, kind.name) ? config[kind.name] : undefined;
    if (settings !== undefined) return kind.configure(settings);
  }
  throw new TypeError('a destination without a kind');
}
