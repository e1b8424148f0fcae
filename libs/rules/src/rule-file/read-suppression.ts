import type { Problem } from '@trailhound/contracts';
import type { z } from 'zod';
import type { NamedValues, TextLanguage } from '../languages/language.js';
import { lintAt, type PlacedLint } from '../lint/placed-lint.js';
import type { Suppression } from '../rule.js';
import type { SourceDocument, SourcePath } from '../source/source-document.js';
import { formatPath } from './check-keys.js';
import { parseInstant } from './instant.js';
import { lowerText } from './lower-text.js';
import type { suppressionKeys } from './rule-schema.js';

/** A suppression that lasts longer should be a change of the rule. */
export const longSuppressionMs = 90 * 86_400_000;

type SuppressionKeys = z.infer<z.ZodObject<typeof suppressionKeys>>;

/** What a suppression is read under. */
export interface SuppressionContext {
  readonly id: string;
  readonly language: TextLanguage;
  readonly values: NamedValues;
  readonly nowMs?: number;
}

/** A suppression, in a rule or a file of its own, with everything found in it. */
export interface ReadSuppression {
  readonly suppression?: Suppression;
  readonly problems: readonly Problem[];
  readonly lints: readonly PlacedLint[];
}

/** Reads the suppression at `path` of a document whose keys were checked. */
export function readSuppression(
  document: SourceDocument,
  path: SourcePath,
  keys: SuppressionKeys,
  context: SuppressionContext,
): ReadSuppression {
  const { id, language, values, nowMs } = context;
  const when = lowerText(document, [...path, 'when'], { language, values, subject: id });
  const problems = [...when.problems];
  const lints = [...when.lints];
  const fromMs = readInstant(document, [...path, 'from'], keys.from, problems);
  const untilMs = readInstant(document, [...path, 'until'], keys.until, problems);
  const place = document.placeOf(path);
  if (fromMs !== undefined && untilMs !== undefined && fromMs >= untilMs) {
    const message = `${formatPath([...path, 'until'])} (${keys.until}) is not after from (${keys.from})`;
    problems.push({ code: 'SUPPRESSION_BAD_PERIOD', message, place: document.placeOf([...path, 'until']) });
  }
  const endless = endlessLint(fromMs ?? nowMs, untilMs);
  if (endless) lints.push(lintAt(place, { code: 'W-NO-END', ...endless }, id));
  if (when.condition === undefined || problems.length > 0) return { problems, lints };
  const { reason, owner } = keys;
  const suppression: Suppression = {
    id,
    when: when.condition,
    reason,
    owner,
    ...(fromMs !== undefined && { fromMs }),
    ...(untilMs !== undefined && { untilMs }),
    place,
  };
  return { suppression, problems, lints };
}

function readInstant(
  document: SourceDocument,
  path: SourcePath,
  text: string | undefined,
  problems: Problem[],
): number | undefined {
  if (text === undefined) return undefined;
  const ms = parseInstant(text);
  if (ms === undefined) {
    const message = `${formatPath(path)} (${text}) is no date or time`;
    const fix = 'write 2026-12-31 or 2026-12-31T18:00:00Z';
    problems.push({ code: 'RULE_BAD_TIME', message, fix, place: document.placeOf(path) });
  }
  return ms;
}

function endlessLint(
  sinceMs: number | undefined,
  untilMs: number | undefined,
): { message: string; advice: string } | undefined {
  const advice = 'give it an until within 90 days, or put the exception into the rule itself';
  if (untilMs === undefined) return { message: 'the suppression has no end', advice };
  if (sinceMs !== undefined && untilMs - sinceMs > longSuppressionMs)
    return { message: 'the suppression lasts longer than 90 days', advice };
  return undefined;
}
