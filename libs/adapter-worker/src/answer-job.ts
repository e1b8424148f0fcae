import { envelopeOf, type JsonObject } from '@trailhound/cloudtrail';
import type { Question } from '@trailhound/rules';
import { asJson, asText, type FencedExpression, fencedExpression, isTrue } from '@trailhound/rules/jsonata-fence';
import type { Job, JobAnswer } from './messages.js';

/** Most expressions kept ready; a rule set has fewer. */
const maxPrepared = 2_000;
/** Longest text an expression may make, in UTF-16 code units. */
const maxTextLength = 4_096;

/** Longest JSON an expression may make, in UTF-16 code units: what is larger is sent to nobody. */
const maxJsonLength = 1_000_000;

const prepared = new Map<string, FencedExpression>();

/** Answers one question on a record. Never rejects; what never ends is ended from outside. */
export async function answerJob(
  { question, want }: Job,
  record: JsonObject,
  eventTimeMs: number | undefined,
): Promise<JobAnswer> {
  try {
    const input = question.root === 'envelope' ? envelopeOf(record) : record;
    const values = question.values as Parameters<FencedExpression['evaluate']>[0]['values'];
    const result = await expressionOf(question).evaluate({ input, nowMs: eventTimeMs, ...(values && { values }) });
    if (result.kind === 'error') return { kind: result.stopped ? 'stopped' : 'failed', code: result.code };
    if (want === 'text') return { kind: 'text', text: asText(result.value).slice(0, maxTextLength) };
    if (want === 'json') return jsonOf(result.value);
    return { kind: 'answered', outcome: isTrue(result.value) ? 'match' : 'no-match' };
  } catch {
    return { kind: 'failed', code: 'unreadable' };
  }
}

function jsonOf(value: unknown): JobAnswer {
  const json = asJson(value);
  if (json === undefined) return { kind: 'failed', code: 'no-json' };
  return json.length > maxJsonLength ? { kind: 'failed', code: 'size' } : { kind: 'json', json };
}

function expressionOf({ expression }: Question): FencedExpression {
  const known = prepared.get(expression);
  if (known !== undefined) return known;
  if (prepared.size >= maxPrepared) prepared.clear();
  const made = fencedExpression(expression);
  prepared.set(expression, made);
  return made;
}
