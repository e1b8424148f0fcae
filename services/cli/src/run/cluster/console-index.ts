import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type EmbeddedStores, openEmbeddedStores } from '@trailhound/adapter-embedded';
import { hasCode } from '@trailhound/contracts';
import type { Clock } from '@trailhound/ports';
import { CommandFailure, exitCodes } from '../../exit-codes.js';

/** The console's index of alerts, with the consumer group that fills it. */
export interface ConsoleIndex {
  readonly stores: EmbeddedStores;
  readonly group: string;
}

const [scope, key] = ['console', 'group'];

/**
 * Opens the index in a folder of its own. It belongs to one consumer group, whose name it keeps: every console reads every
 * alert, and one with a new folder (a fresh container) reads the topic from its beginning.
 */
export async function openConsoleIndex(dataFolder: string, clock: Clock): Promise<ConsoleIndex> {
  try {
    const stores = openEmbeddedStores(join(dataFolder, 'console'), { clock });
    const { checkpoints } = stores.state;
    const group = (await checkpoints.get(scope, key)) ?? `console-${randomUUID()}`;
    await checkpoints.set(scope, key, group);
    return { stores, group };
  } catch (error) {
    const isExpected = ['STORE_IN_USE', 'STORE_VERSION', 'STORE_UNAVAILABLE'].some((code) => hasCode(error, code));
    if (isExpected && error instanceof Error) throw new CommandFailure(error.message, exitCodes.environment);
    throw error;
  }
}
