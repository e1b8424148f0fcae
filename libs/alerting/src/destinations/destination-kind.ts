import type { Parsed } from '@trailhound/contracts';
import type { z } from 'zod';
import type { Channel } from './channel.js';
import type { Surroundings } from './surroundings.js';

/** A secret as the configuration names it: a file to read, or the value itself. */
export type SecretSource =
  | { readonly kind: 'file'; readonly key: string; readonly path: string }
  | { readonly kind: 'value'; readonly key: string; readonly value: string };

/** A kind of destination with settings of type `S`, as its folder writes it. */
export interface DestinationDefinition<S> {
  /** Its key in the configuration. */
  readonly name: string;
  readonly settings: z.ZodType<S>;
  /** The secrets the settings name, in the order `open` wants them. */
  secrets(settings: S): readonly SecretSource[];
  /** JSONata of the settings that makes bodies, to be checked before it is used; absent where the kind has none. */
  template?(settings: S): string | undefined;
  /** Makes the destination usable. `secrets` are trimmed and stand in the order of the sources. */
  open(settings: S, secrets: readonly string[], surroundings: Surroundings): Parsed<Channel>;
}

/** The same without its type parameter, so that kinds stand in one list. */
export interface DestinationKind {
  readonly name: string;
  readonly settings: z.ZodType;
  /** The settings of one destination, still to be given their secrets. Throws for settings its schema refuses. */
  configure(settings: unknown): ConfiguredDestination;
}

export interface ConfiguredDestination {
  /** The kind's name. */
  readonly kind: string;
  readonly secrets: readonly SecretSource[];
  /** JSONata, unchecked; absent where the settings have none. */
  readonly template?: string;
  open(secrets: readonly string[], surroundings: Surroundings): Parsed<Channel>;
}

export function defineDestination<S>(definition: DestinationDefinition<S>): DestinationKind {
  return {
    name: definition.name,
    settings: definition.settings,
    configure(raw) {
      const settings = definition.settings.parse(raw);
      const template = definition.template?.(settings);
      return {
        ...(template !== undefined && { template }),
        kind: definition.name,
        secrets: definition.secrets(settings),
        open: (secrets, surroundings) => definition.open(settings, secrets, surroundings),
      };
    },
  };
}
