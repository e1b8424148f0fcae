import { isJsonObject, own, ownText } from '@trailhound/cloudtrail';
import { type Problem, severityFrom } from '@trailhound/contracts';
import { lintAt, type PlacedLint } from '../../lint/placed-lint.js';
import type { Suppression } from '../../rule.js';
import { readField } from '../../rule-file/counting.js';
import { accountGroup } from '../../rule-file/field-ref.js';
import { lowerText } from '../../rule-file/lower-text.js';
import type { Counting, RuleDraft } from '../../rule-file/rule-draft.js';
import { maxThresholdCount, maxWindow } from '../../rule-file/rule-schema.js';
import type { SourceDocument } from '../../source/source-document.js';
import type { DocumentLanguage, ReadContext } from '../document-language.js';
import { threatstack } from './threatstack.js';

/** What the API counts in where a rule says nothing: a day, in seconds. */
const defaultWindowSeconds = 86_400;

/**
 * A CloudTrail rule as Threat Stack's API gives it: `name, title, severityOfAlerts, aggregateFields, filter, window,
 * threshold, suppressions, enabled`. `threshold` matches that share their aggregate fields within `window` seconds make
 * an alert; any suppression mutes.
 */
export const threatstackRuleObject: DocumentLanguage = {
  name: 'threatstack',
  shape: 'a rule of the Threat Stack API: name, filter and severityOfAlerts',
  recognises: ({ value }) =>
    ownText(value, 'filter') !== undefined &&
    ['severityOfAlerts', 'aggregateFields', 'alertDescription'].some((key) => own(value, key) !== undefined),
  read(document, context) {
    const problems: Problem[] = [];
    const draft = readRule(document, context, problems);
    return draft === undefined || problems.length > 0 ? { ok: false, problems } : { ok: true, value: [draft] };
  },
};

function readRule(document: SourceDocument, context: ReadContext, problems: Problem[]): RuleDraft | undefined {
  const { value } = document;
  const wrong = (key: string, message: string, fix: string) => {
    problems.push({ code: 'RULE_BAD_VALUE', message, fix, place: document.placeOf([key]) });
  };
  const id = ownText(value, 'id') ?? ownText(value, 'name') ?? context.defaultId;
  const type = ownText(value, 'type');
  if (type !== undefined && type.toLowerCase() !== 'cloudtrail')
    wrong('type', `rule ${id} is about ${type}, not CloudTrail`, 'keep rules of other types elsewhere');
  const given = own(value, 'severityOfAlerts');
  const severity = typeof given === 'number' || typeof given === 'string' ? severityFrom(given) : undefined;
  if (given !== undefined && severity === undefined)
    wrong('severityOfAlerts', 'severityOfAlerts must be 1, 2 or 3', '1 is the highest');

  const filter = lowerText(document, ['filter'], { language: threatstack, values: {}, subject: id });
  problems.push(...filter.problems);
  const suppressions = readSuppressions(document, id, problems);
  const counting = readCounting(document, problems);
  if (filter.condition === undefined) return undefined;
  const text = ownText(value, 'filter') ?? '';
  const description = ownText(value, 'alertDescription') ?? ownText(value, 'ruleDescription');
  return {
    id,
    title: titleOf(ownText(value, 'title') ?? ownText(value, 'name') ?? id),
    ...(description !== undefined && { description }),
    ...(severity !== undefined && { severity }),
    enabled: own(value, 'enabled') !== false,
    audit: false,
    counting,
    ...{ fields: [], tags: [], frameworks: {}, actions: [], tests: [], acceptedLints: [] },
    place: document.place,
    language: 'threatstack',
    sourceText: text,
    conditionText: text,
    condition: filter.condition,
    suppressions: suppressions.found,
    lints: [...filter.lints, ...suppressions.lints],
  };
}

/** The API's titles name fields as `{{field}}`. */
function titleOf(title: string): string {
  return title.replace(/\{\{\s*([\w.[\]]+)\s*\}\}/g, '{$1}');
}

function readCounting(document: SourceDocument, problems: Problem[]): Counting {
  const fields = own(document.value, 'aggregateFields');
  const groupBy = (Array.isArray(fields) ? fields : []).flatMap((name: unknown, index) => {
    const path = ['aggregateFields', index];
    if (typeof name === 'string') return [readField(document, path, name, problems)];
    problems.push({
      code: 'RULE_BAD_VALUE',
      message: 'an aggregate field must be text',
      place: document.placeOf(path),
    });
    return [];
  });
  const count = own(document.value, 'threshold') ?? 1;
  const seconds = own(document.value, 'window') ?? defaultWindowSeconds;
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > maxThresholdCount) {
    const fix = `write a whole number from 1 to ${maxThresholdCount}`;
    problems.push({
      code: 'RULE_BAD_VALUE',
      message: 'threshold cannot be counted',
      fix,
      place: document.placeOf(['threshold']),
    });
    return { groupBy, threshold: null, dedupMs: null };
  }
  if (count === 1) return { groupBy, threshold: null, dedupMs: null };
  const withinMs = typeof seconds === 'number' ? seconds * 1000 : Number.NaN;
  if (!(withinMs > 0) || withinMs > maxWindow.ms) {
    const message = `window (${JSON.stringify(seconds)} s) must be above 0 and at most ${maxWindow.text}`;
    problems.push({ code: 'RULE_BAD_DURATION', message, place: document.placeOf(['window']) });
  }
  return {
    groupBy: groupBy.length === 0 ? [accountGroup] : groupBy,
    threshold: { count, withinMs },
    dedupMs: withinMs,
  };
}

/** The API gives a filter, or an object with one; neither owner nor end. */
function readSuppressions(
  document: SourceDocument,
  id: string,
  problems: Problem[],
): { readonly found: readonly Suppression[]; readonly lints: readonly PlacedLint[] } {
  const given = own(document.value, 'suppressions');
  const found: Suppression[] = [];
  const lints: PlacedLint[] = [];
  for (const [index, one] of (Array.isArray(given) ? given : []).entries()) {
    const path = isJsonObject(one) ? ['suppressions', index, 'filter'] : ['suppressions', index];
    const when = lowerText(document, path, { language: threatstack, values: {}, subject: id });
    problems.push(...when.problems);
    const place = document.placeOf(path);
    const advice = 'give it an owner and an end in a suppression file';
    lints.push(...when.lints, lintAt(place, { code: 'W-NO-END', message: 'the suppression has no end', advice }, id));
    if (when.condition === undefined) continue;
    found.push({
      id: `${id}#${index + 1}`,
      when: when.condition,
      reason: 'suppression of the Threat Stack rule',
      owner: 'Threat Stack export',
      place,
    });
  }
  return { found, lints };
}
