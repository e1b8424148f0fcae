import type { Answer, DeliveryOutcome, OutgoingRequest } from '@trailhound/alerting';
import { deliveryId, formatProblem, type Severity } from '@trailhound/contracts';
import { openDestinations } from '@trailhound/notifier';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { openSenders } from '../run/notifying.js';
import { processContext, readConfig } from '../run/read-config.js';
import { trialAlert } from './trial-alert.js';

/** What a trial of a destination came to. */
export interface Trial {
  readonly kind: string;
  readonly request: OutgoingRequest;
  /** Where it goes, as far as that is no secret. */
  readonly url: string;
  /** Absent where nothing was sent. */
  readonly sent?: { readonly answer: Answer; readonly outcome: DeliveryOutcome; readonly durationMs: number };
  /** Takes the secrets of the configuration out of a text. */
  mask(text: string): string;
}

/** Opens one destination as the notifier would, and sends it a trial, or only makes the request. */
export async function sendTrial(
  io: Io,
  options: {
    readonly config: string;
    readonly destination: string;
    readonly severity: Severity;
    readonly send: boolean;
  },
): Promise<Trial> {
  const { config } = await readConfig(io, options.config);
  const names = Object.keys(config.destinations);
  if (!names.includes(options.destination)) {
    const there = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
    throw new CommandFailure(`${options.config} has no destination ${options.destination}: ${there}`, exitCodes.usage);
  }
  const { clock, logger, secrets } = processContext(
    { ...config, log: { level: 'error', format: 'pretty' } },
    'notify',
    io,
  );
  // The others are left out: a secret of theirs that is missing is no reason not to try this one.
  const destinations = Object.fromEntries(
    Object.entries(config.destinations).filter(([name]) => name === options.destination),
  );
  const opened = await openDestinations({ ...config, destinations, routes: [] }, secrets);
  if (!opened.ok) throw new CommandFailure(opened.problems.map(formatProblem).join('\n'), exitCodes.usage);
  const channel = opened.value.destinations.get(options.destination);
  if (channel === undefined) throw new TypeError(`${options.destination} was opened and is not there`);
  for (const secret of channel.secrets) secrets.add(secret);
  const nowMs = clock.now();
  const alert = trialAlert(options.severity, nowMs, crypto.randomUUID());
  const request = channel.request({
    ...{ deliveryId: deliveryId(alert.id, options.destination), notice: { notice: 'test', alert } },
    ...{ number: 1, refusals: 0, isReplay: false, nowMs },
  });
  const mask = (text: string) => secrets.mask(text);
  const trial = { kind: channel.kind, request, url: shownUrl(request, channel.target, mask), mask };
  if (!options.send) return trial;
  const sender = openSenders(opened.value.policy, clock, logger);
  try {
    const answer = await sender.send(request, new AbortController().signal);
    return {
      ...trial,
      sent: { answer, outcome: channel.outcome(answer), durationMs: Math.round(clock.now() - nowMs) },
    };
  } finally {
    await sender.close();
  }
}

/** A webhook's URL is a secret as a whole; which host it is may be known. */
function shownUrl(request: OutgoingRequest, target: string, mask: Trial['mask']): string {
  if (request.over !== 'http') return target;
  return mask(request.url) === request.url ? request.url : `${target} (the rest of its URL is kept secret)`;
}
