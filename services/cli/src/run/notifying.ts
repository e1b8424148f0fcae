import { createHttpSender } from '@trailhound/adapter-http';
import { formatProblem } from '@trailhound/contracts';
import { createNotifier, type Notifier, openDestinations } from '@trailhound/notifier';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import type { RunContext } from './context.js';
import { type RunningPart, runningPart } from './running-part.js';

export interface Notifying {
  readonly notifier: Notifier;
  readonly part: RunningPart;
}

/** The notifier with its destinations opened: a secret that cannot be read or a URL that may not be used fails the start. */
export async function notifying({
  config,
  stores,
  clock,
  logger,
  metrics,
  health,
  secrets,
}: RunContext): Promise<Notifying> {
  const opened = await openDestinations(config, secrets);
  if (!opened.ok) throw new CommandFailure(opened.problems.map(formatProblem).join('\n'), exitCodes.usage);
  const sender = createHttpSender({ policy: opened.value.policy, clock });
  const notifier = createNotifier({
    config: opened.value,
    log: stores.log,
    state: stores.state,
    sender,
    clock,
    logger,
    metrics,
    random: Math.random,
    health,
  });
  const part = runningPart('notifier', {
    run: () => notifier.run(),
    async stop(signal) {
      await notifier.stop(signal);
      await sender.close();
    },
  });
  return { notifier, part };
}
