import type { ReceivedWebhook } from '@trailhound/testkit';
import { type Evidence, type Invariant, some } from './evidence.js';

export const everyNotification: Invariant = {
  letter: 'B',
  title: 'each receiver accepted the notifications it should, and no others',
  check({ reference, soc, legacy, deadLetters }) {
    const told = [...reference].filter(([, { isSuppressed }]) => !isSuppressed);
    const accepted = new Map(taken(soc).map((request) => [request.id, alertOf(request)]));
    const problems: string[] = [];
    const objections = [...soc, ...legacy].flatMap(({ objection, id }) =>
      objection === undefined ? [] : [`${id}: ${objection}`],
    );
    if (objections.length > 0) problems.push(`requests no receiver should see: ${some(objections)}`);
    const missing = told.map(([id]) => id).filter((id) => !new Set(accepted.values()).has(id));
    if (missing.length > 0) problems.push(`${missing.length} notifications never arrived, of alerts ${some(missing)}`);
    const ids = new Set(told.map(([id]) => id));
    const unasked = [...accepted].filter(([, alert]) => !ids.has(alert));
    if (unasked.length > 0)
      problems.push(`notifications of alerts that should not be: ${some(unasked.map(([id]) => id))}`);
    if (new Set(accepted.values()).size < accepted.size) problems.push('one alert came under several webhook-ids');

    // What a destination refuses for good is given up, visibly, once.
    const refused = new Set(
      told.filter(([, { rule }]) => 'isAlsoForLegacy' in rule && rule.isAlsoForLegacy).map(([id]) => id),
    );
    const buried = new Set(deadLetters.map(({ value }) => String(JSON.parse(value).alertId)));
    const unburied = [...refused].filter((id) => !buried.has(id));
    if (unburied.length > 0)
      problems.push(`${unburied.length} refused notifications have no dead letter: ${some(unburied)}`);
    const wrongly = [...buried].filter((id) => !refused.has(id));
    if (wrongly.length > 0) problems.push(`${wrongly.length} notifications were given up: ${some(wrongly)}`);
    return { lost: missing.length + unburied.length, repeated: unasked.length, problems };
  },
};

export const noneTwice: Invariant = {
  letter: 'C',
  title: 'no notification is accepted twice, but for crashes between the answer and the journal',
  check(evidence) {
    const copies = Map.groupBy(taken(evidence.soc), ({ id }) => id);
    const ends = journalledEnds(evidence);
    const problems: string[] = [];
    let [resent, repeated] = [0, 0];
    for (const [id, requests] of copies) {
      for (const [at, request] of requests.entries()) {
        const next = requests[at + 1];
        if (next === undefined) continue;
        if (isThroughTheHole(evidence, ends.get(id) ?? [], request, next)) resent += 1;
        else {
          repeated += 1;
          const times = [request, next].map(
            ({ atMs, attempt }) => `${new Date(atMs).toISOString()} (attempt ${attempt})`,
          );
          problems.push(`${id} was accepted twice, at ${times.join(' and ')}, and no crash accounts for it`);
        }
      }
    }
    return { resent, repeated, problems };
  },
};

/** Clocks of two processes on one machine. */
const slackMs = 100;

/** From the claim of a delivery until another notifier may claim it, less what a claim waits for its turn. */
const leaseMs = 50_000;

/**
 * A notifier was killed after the first answer, or stood still for the whole lease, and the journal has nothing of that
 * answer before the second one.
 */
function isThroughTheHole(
  { crashes, freezes }: Evidence,
  ends: readonly number[],
  first: ReceivedWebhook,
  second: ReceivedWebhook,
): boolean {
  const isJournalled = ends.some((atMs) => atMs >= first.atMs - slackMs && atMs < second.atMs - slackMs);
  const hasCrashed = crashes.some(
    ({ service, atMs, exitCode }) =>
      service.startsWith('notifier') && exitCode !== 0 && atMs > first.atMs - slackMs && atMs < second.atMs,
  );
  const hasFrozen = freezes.some(
    ({ service, fromMs }) =>
      service.startsWith('notifier') && fromMs > first.atMs - slackMs && second.atMs - fromMs >= leaseMs,
  );
  return (hasCrashed || hasFrozen) && !isJournalled;
}

/** Delivery id → when it was written that it was delivered. */
function journalledEnds({ journal }: Evidence): ReadonlyMap<string, readonly number[]> {
  const ends = new Map<string, number[]>();
  for (const { key, value } of journal) {
    const { state, at } = JSON.parse(value);
    if (state === 'delivered') ends.set(key, [...(ends.get(key) ?? []), Date.parse(at)]);
  }
  return ends;
}

function taken(requests: readonly ReceivedWebhook[]): readonly ReceivedWebhook[] {
  return requests.filter(({ status, objection }) => status !== undefined && status < 300 && objection === undefined);
}

function alertOf({ body }: ReceivedWebhook): string {
  return String(JSON.parse(body).data?.id);
}
