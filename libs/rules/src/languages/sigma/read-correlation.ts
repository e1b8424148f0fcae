import { type CorrelationTest, canonicalJson, type Parsed, type Problem, parseDuration } from '@trailhound/contracts';
import type { CorrelationDraft } from '../../correlation/correlation.js';
import { lintAt, type PlacedLint } from '../../lint/placed-lint.js';
import { acceptLints } from '../../lint/rule-key-lints.js';
import type { FieldRef } from '../../rule.js';
import { checkKeys } from '../../rule-file/check-keys.js';
import { accountGroup, fieldRef } from '../../rule-file/field-ref.js';
import type { Counting, RuleDraft } from '../../rule-file/rule-draft.js';
import { maxWindow } from '../../rule-file/rule-schema.js';
import type { SourceDocument } from '../../source/source-document.js';
import { valueAt } from '../../source/value-at.js';
import type { ReadContext } from '../document-language.js';
import { type CorrelationBody, CorrelationKeys } from './correlation-keys.js';
import { leastCount, readCorrelationTest } from './correlation-test.js';
import { correlationText } from './correlation-text.js';
import { pathOfField } from './lower-item.js';
import { readMetadata } from './read-metadata.js';
import { sigmaId } from './read-rule.js';

/**
 * Reads a correlation: a rule over the matches of the rules it names, which are found when all files are read. Its
 * identity is the RFC 8785 JSON of `correlation`; it alerts once a group in `timespan`.
 */
export function readSigmaCorrelation(document: SourceDocument, context: ReadContext): Parsed<readonly RuleDraft[]> {
  const id = sigmaId(document, context);
  const checked = checkKeys(document, CorrelationKeys);
  if (!checked.ok) return checked;
  const { correlation: body, generate } = checked.value;
  const problems: Problem[] = [];
  const lints: PlacedLint[] = [];
  const rules = [body.rules].flat();
  const twice = rules.find((name, index) => rules.indexOf(name) !== index);
  if (twice !== undefined) {
    const message = `correlation.rules names ${twice} twice: a match is counted once`;
    problems.push({ code: 'RULE_BAD_VALUE', message, place: document.placeOf(rulesPath) });
  }
  const test = readCorrelationTest(document, body, rules, problems);
  const withinMs = readTimespan(document, body.timespan, problems);
  const groupBy = body['group-by'] === undefined ? [] : [body['group-by']].flat();
  checkAliases(document, body, rules, groupBy, problems);
  const inputs = rules.map((name, index) => ({
    reference: { name, place: document.placeOf(Array.isArray(body.rules) ? [...rulesPath, index] : rulesPath) },
    groupBy: groupBy.length === 0 ? [accountGroup] : groupBy.map((field) => fieldOf(field, name, body)),
    values: valueFields(body).map((field) => fieldOf(field, name, body)),
  }));
  lints.push(...correlationLints(document, body, id));
  const findings = { problems, lints, subject: id };
  const metadata = readMetadata(document, id, findings);
  lints.push(...acceptLints(document, metadata));
  if (problems.length > 0) return { ok: false, problems };
  const correlation: CorrelationDraft = {
    type: body.type,
    withinMs,
    test,
    needsGroup: groupBy.length > 0,
    inputs,
    generate: body.generate ?? generate ?? false,
  };
  const draft: RuleDraft = {
    ...metadata,
    counting: countingOf(correlation),
    language: 'sigma',
    sourceText: canonicalJson({ correlation: valueAt(document.value, ['correlation']) }),
    conditionText: correlationText(document),
    // No record enters a correlation whose rules are not found yet.
    condition: { kind: 'false' },
    suppressions: [],
    correlation,
    lints,
  };
  return { ok: true, value: [draft] };
}

const rulesPath = ['correlation', 'rules'];

/** A count with a lower bound is a threshold; every correlation alerts once a group and timespan. */
function countingOf({ inputs, test, withinMs }: CorrelationDraft): Counting {
  const [first] = inputs;
  const groupBy = first?.groupBy ?? [];
  const count = thresholdCount(test);
  if (count === undefined || first === undefined) return { groupBy, threshold: null, dedupMs: withinMs };
  const [distinct, ...others] = first.values;
  if (distinct === undefined) {
    return { groupBy, threshold: count === 1 ? null : { count, withinMs }, dedupMs: withinMs };
  }
  const name = first.values.map((field) => field.name).join(',');
  const field: FieldRef = others.length === 0 ? distinct : { name, paths: [] };
  return { groupBy, threshold: { count, withinMs, distinct: field }, dedupMs: withinMs };
}

function thresholdCount(test: CorrelationTest): number | undefined {
  if (test.kind !== 'number' || (test.measure.of !== 'events' && test.measure.of !== 'values')) return undefined;
  return leastCount(test.bounds);
}

function valueFields({ condition }: CorrelationBody): readonly string[] {
  return typeof condition === 'object' && condition.field !== undefined ? [condition.field].flat() : [];
}

/** The field of a rule's records that a name stands for: its alias for that rule, else the field of that name. */
function fieldOf(name: string, rule: string, { aliases = {} }: CorrelationBody): FieldRef {
  const alias = Object.hasOwn(aliases, name) ? aliases[name] : undefined;
  const written = alias !== undefined && Object.hasOwn(alias, rule) ? (alias[rule] ?? name) : name;
  const field = fieldRef(written);
  return field.ok ? { ...field.value, name } : { name, paths: [pathOfField(written)] };
}

function readTimespan(document: SourceDocument, text: string, problems: Problem[]): number {
  const weeks = /^(\d+)w$/.exec(text)?.[1];
  const ms = parseDuration(weeks === undefined ? text : `${Number(weeks) * 7}d`) ?? Number.POSITIVE_INFINITY;
  if (ms > 0 && ms <= maxWindow.ms) return ms;
  const message = `correlation.timespan (${text}) must be ${ms === 0 ? 'longer than 0' : `at most ${maxWindow.text}`}`;
  problems.push({ code: 'RULE_BAD_DURATION', message, place: document.placeOf(['correlation', 'timespan']) });
  return 1;
}

/** An alias that names another rule, or that nothing uses, would change nothing in silence. */
function checkAliases(
  document: SourceDocument,
  body: CorrelationBody,
  rules: readonly string[],
  groupBy: readonly string[],
  problems: Problem[],
): void {
  const used = [...groupBy, ...valueFields(body)];
  for (const [alias, fields] of Object.entries(body.aliases ?? {})) {
    const refuse = (message: string, fix: string, path: readonly string[]): void => {
      problems.push({ code: 'RULE_BAD_VALUE', message, fix, place: document.placeOfKey(path) });
    };
    const path = ['correlation', 'aliases', alias];
    if (!used.includes(alias)) refuse(`correlation.aliases.${alias} is used nowhere`, 'put it under group-by', path);
    for (const rule of Object.keys(fields)) {
      if (rules.includes(rule)) continue;
      const fix = `write it as under rules: ${rules.join(', ')}`;
      refuse(`correlation.aliases.${alias} names ${rule}, which is not among its rules`, fix, [...path, rule]);
    }
  }
}

function correlationLints(document: SourceDocument, { type, condition }: CorrelationBody, id: string): PlacedLint[] {
  if (type !== 'value_percentile' || (typeof condition === 'object' && condition.percentile !== undefined)) return [];
  const message = 'no percentile is named, so the 50th, the median, is compared';
  const lint = { code: 'W-PERCENTILE', message, advice: 'add percentile: 95 to the condition' };
  return [lintAt(document.placeOf(['correlation', 'condition']), lint, id)];
}
