import { createConditionProcess } from '@trailhound/adapter-worker';
import type { Answer, Attempt, Channel, DeliveryOutcome, OutgoingRequest } from '@trailhound/alerting';
import { deliveryId, formatProblem, type Parsed, type Severity } from '@trailhound/contracts';
import { BodyShaper, openDestinations } from '@trailhound/notifier';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import type { RunContext } from '../run/context.js';
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

/** What is tried. */
export interface TrialOf {
  readonly destination: string;
  readonly severity: Severity;
  /** False: the request is made, and nothing is sent. */
  readonly send: boolean;
}

/** Tries a destination of a configuration file. Throws where the call or the configuration is wrong. */
export async function sendTrial(
  io: Io,
  { config: path, ...tried }: TrialOf & { readonly config: string },
): Promise<Trial> {
  const { config } = await readConfig(io, path);
  const names = Object.keys(config.destinations);
  if (!names.includes(tried.destination)) {
    const there = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
    throw new CommandFailure(`${path} has no destination ${tried.destination}: ${there}`, exitCodes.usage);
  }
  const quiet = { ...config, log: { level: 'error', format: 'pretty' } } as const;
  const trial = await tryDestination(processContext(quiet, 'notify', io), tried);
  if (!trial.ok) throw new CommandFailure(trial.problems.map(formatProblem).join('\n'), exitCodes.usage);
  return trial.value;
}

/**
 * Opens one configured destination as the notifier would, and sends it a trial, or only makes the request. The trial is
 * tried once. Fails with what keeps the destination from being opened.
 */
export async function tryDestination(
  { config, clock, logger, secrets }: Pick<RunContext, 'config' | 'clock' | 'logger' | 'secrets'>,
  { destination, severity, send }: TrialOf,
): Promise<Parsed<Trial>> {
  // The others are left out: a secret of theirs that is missing is no reason not to try this one.
  const destinations = Object.fromEntries(Object.entries(config.destinations).filter(([name]) => name === destination));
  const opened = await openDestinations({ ...config, destinations, routes: [] }, secrets);
  if (!opened.ok) return opened;
  const channel = opened.value.destinations.get(destination);
  if (channel === undefined) throw new TypeError(`${destination} was opened and is not there`);
  for (const secret of channel.secrets) secrets.add(secret);
  const nowMs = clock.now();
  const alert = trialAlert(severity, nowMs, crypto.randomUUID());
  const attempt: Attempt = {
    ...{ deliveryId: deliveryId(alert.id, destination), notice: { notice: 'test', alert } },
    ...{ number: 1, refusals: 0, isReplay: false, nowMs },
  };
  const request = channel.request(await shapedOnce(attempt, channel, destination, { clock, logger }));
  const mask = (text: string) => secrets.mask(text);
  const trial = { kind: channel.kind, request, url: shownUrl(request, channel.target, mask), mask };
  if (!send) return { ok: true, value: trial };
  const sender = openSenders(opened.value.policy, clock, logger);
  try {
    const answer = await sender.send(request, new AbortController().signal);
    const durationMs = Math.round(clock.now() - nowMs);
    return { ok: true, value: { ...trial, sent: { answer, outcome: channel.outcome(answer), durationMs } } };
  } finally {
    await sender.close();
  }
}

/** As the notifier would have the destination's template make the body. */
async function shapedOnce(
  attempt: Attempt,
  channel: Channel,
  destination: string,
  parts: Pick<RunContext, 'clock' | 'logger'>,
): Promise<Attempt> {
  if (channel.template === undefined) return attempt;
  const templates = createConditionProcess();
  try {
    return await new BodyShaper({ ...parts, channel, destination, templates, onShaped: () => undefined }).shaped(
      attempt,
    );
  } finally {
    await templates.stop();
  }
}

/** A webhook's URL is a secret as a whole; which host it is may be known. */
function shownUrl(request: OutgoingRequest, target: string, mask: Trial['mask']): string {
  if (request.over !== 'http') return target;
  return mask(request.url) === request.url ? request.url : `${target} (the rest of its URL is kept secret)`;
}
