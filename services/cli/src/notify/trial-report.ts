import type { TrialReport } from '@trailhound/console-api';
import type { Trial } from './send-trial.js';
import { shownAnswer, shownRequest } from './shown-request.js';

/** What a trial came to, as the command and the API tell it to programs; no secret of the configuration is in it. */
export function trialReport(destination: string, { kind, request, url, sent, mask }: Trial): TrialReport {
  const [head, body] = shownRequest(request, url).map(({ lines }) => mask(lines.join('\n')));
  const report = { destination, kind, request: head ?? '', body: body ?? '' };
  if (sent === undefined) return report;
  const { outcome, durationMs } = sent;
  const answer = mask(shownAnswer(sent.answer).lines.join('\n'));
  if (outcome.kind === 'delivered') return { ...report, answer, delivered: true, durationMs };
  return { ...report, answer, delivered: false, reason: outcome.reason, message: mask(outcome.message), durationMs };
}
