import { createLineSender } from '@trailhound/adapter-file';
import { createHttpSender, guardedLookup, systemResolver } from '@trailhound/adapter-http';
import { createTopicSender } from '@trailhound/adapter-kafka';
import { createMailSender } from '@trailhound/adapter-mail';
import { createConditionProcess } from '@trailhound/adapter-worker';
import type { AddressPolicy } from '@trailhound/alerting';
import { formatProblem } from '@trailhound/contracts';
import { combineSenders, createNotifier, type Notifier, openDestinations } from '@trailhound/notifier';
import type { Clock, Sender } from '@trailhound/ports';
import type { Logger } from '@trailhound/runtime';
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
  const sender = openSenders(opened.value.policy, clock, logger);
  // Started when the first template is needed.
  const templates = createConditionProcess();
  const notifier = createNotifier({
    config: opened.value,
    log: stores.log,
    state: stores.state,
    sender,
    templates,
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
      await Promise.all([sender.close(), templates.stop()]);
    },
  });
  return { notifier, part };
}

/** Every way out there is; none connects before something goes that way. */
export function openSenders(policy: AddressPolicy, clock: Clock, logger: Logger): Sender {
  const resolve = systemResolver();
  return combineSenders({
    http: createHttpSender({ policy, clock, resolve }),
    smtp: createMailSender({ policy, lookup: (endpoint) => guardedLookup(policy, endpoint, resolve) }),
    kafka: createTopicSender(logger),
    file: createLineSender({ print: printLine }),
  });
}

function printLine(line: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(`${line}\n`, (error) => (error ? reject(error) : resolve()));
  });
}
