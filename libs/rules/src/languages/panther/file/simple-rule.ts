import { canonicalJson, type Problem, severityFrom } from '@trailhound/contracts';
import { stringify } from 'yaml';
import type { Condition } from '../../../condition/condition.js';
import { lintAt } from '../../../lint/placed-lint.js';
import type { FieldRef, SeverityCase } from '../../../rule.js';
import { formatPath } from '../../../rule-file/check-keys.js';
import type { TitlePart } from '../../../rule-file/title.js';
import type { SourceDocument, SourcePath } from '../../../source/source-document.js';
import { valueAt } from '../../../source/value-at.js';
import { fieldAt } from '../alert/field-reader.js';
import { templateFields, templateText } from '../alert/template.js';
import { parseKeyPath } from '../simple/key-path.js';
import { lowerMatches } from '../simple/lower-detection.js';
import { DetectionReader } from '../simple/read-detection.js';
import { readKey } from '../simple/read-key.js';
import { countingOf } from './counting.js';
import type { Logic } from './logic.js';
import type { Findings } from './metadata.js';
import type { PantherKeys } from './panther-keys.js';

/** What InlineFilters ask: events they refuse never reach the rule. */
export function readInlineFilters(document: SourceDocument, { problems }: Findings): Condition {
  if (valueAt(document.value, ['InlineFilters']) === undefined) return { kind: 'true' };
  return lowerMatches(new DetectionReader(document, problems).read(['InlineFilters'], true));
}

/** Reads a rule whose logic is a Simple Detection. */
export function readSimpleLogic(document: SourceDocument, keys: PantherKeys, findings: Findings): Logic {
  const { problems } = findings;
  const reader = new DetectionReader(document, problems);
  const filters = readInlineFilters(document, findings);
  const detection = lowerMatches(reader.read(['Detection'], false));
  const parts = keys.AlertTitle === undefined ? undefined : readTitle(document, keys.AlertTitle, findings);
  const groupBy = readFields(document, 'GroupBy', (member) => member, problems);
  const written = writtenKeys(document);
  return {
    sourceText: canonicalJson(written),
    conditionText: stringify(written, { lineWidth: 0 }),
    condition: filters.kind === 'true' ? detection : { kind: 'and', of: [filters, detection] },
    title: keys.AlertTitle === undefined ? keys.DisplayName : templateText(parts ?? []),
    ...(parts !== undefined && { titleParts: parts }),
    counting: countingOf(keys, groupBy.length > 0 ? groupBy : templateFields(parts ?? []), undefined),
    fields: readContextFields(document, problems),
    severityCases: readDynamicSeverities(document, keys, reader, problems),
  };
}

/** The keys a Simple Detection's meaning rests on. */
function writtenKeys(document: SourceDocument): Readonly<Record<string, unknown>> {
  const detection = valueAt(document.value, ['Detection']);
  const filters = valueAt(document.value, ['InlineFilters']);
  return { Detection: detection, ...(filters !== undefined && { InlineFilters: filters }) };
}

/** `AlertTitle` with `{path}` placeholders. */
function readTitle(document: SourceDocument, title: string, { lints, subject }: Findings): readonly TitlePart[] {
  return title.split(/(\{[^{}]*\})/).flatMap((piece): readonly TitlePart[] => {
    if (piece === '') return [];
    const name = /^\{([^{}]*)\}$/.exec(piece)?.[1]?.trim();
    if (name === undefined) return [{ kind: 'text', text: piece }];
    const segments = parseKeyPath(name);
    if (segments !== undefined) return [{ kind: 'field', field: fieldAt(segments) }];
    const message = `${piece} in AlertTitle is no field`;
    const lint = { code: 'W-TITLE-FIELD', message, advice: 'write a path such as {userIdentity.arn}' };
    lints.push(lintAt(document.placeOf(['AlertTitle']), lint, subject));
    return [{ kind: 'bad-field', text: piece }];
  });
}

/** The fields that the items of a list name by Key, DeepKey or KeyPath. */
function readFields(
  document: SourceDocument,
  list: string,
  keyOf: (item: Readonly<Record<string, unknown>>) => unknown,
  problems: Problem[],
): readonly FieldRef[] {
  const items = valueAt(document.value, [list]);
  if (!Array.isArray(items)) return [];
  return items.flatMap((item: unknown, index): readonly FieldRef[] => {
    const members = isMembers(item) ? keyOf(item) : undefined;
    const path: SourcePath = [list, index];
    const read = isMembers(members) ? readKey(members, false) : undefined;
    if (read?.ok) return [fieldAt(read.key.segments)];
    const message = `${formatPath(path)} ${read?.message ?? 'must name a Key, a DeepKey or a KeyPath'}`;
    problems.push({ code: 'RULE_BAD_VALUE', message, place: document.placeOf(path) });
    return [];
  });
}

/** `AlertContext: [{KeyName, KeyValue: {Key}}]`: fields under names of their own. */
function readContextFields(document: SourceDocument, problems: Problem[]): readonly FieldRef[] {
  const fields = readFields(document, 'AlertContext', ({ KeyValue: value }) => value, problems);
  return fields.map((field, index) => {
    const name = valueAt(document.value, ['AlertContext', index, 'KeyName']);
    return typeof name === 'string' && name !== '' ? { ...field, name } : field;
  });
}

/** `DynamicSeverities: [{ChangeTo, Conditions}]`: the first whose conditions hold. */
function readDynamicSeverities(
  document: SourceDocument,
  { DynamicSeverities: entries = [] }: PantherKeys,
  reader: DetectionReader,
  problems: Problem[],
): readonly SeverityCase[] {
  return entries.flatMap(({ ChangeTo: text }, index): readonly SeverityCase[] => {
    const path = ['DynamicSeverities', index];
    const severity = typeof text === 'string' ? severityFrom(text) : undefined;
    const when = lowerMatches(reader.read([...path, 'Conditions'], false));
    if (severity !== undefined) return [{ severity, when }];
    const message = `${formatPath([...path, 'ChangeTo'])} must be Info, Low, Medium, High or Critical`;
    problems.push({ code: 'RULE_BAD_VALUE', message, place: document.placeOf([...path, 'ChangeTo']) });
    return [];
  });
}

function isMembers(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
