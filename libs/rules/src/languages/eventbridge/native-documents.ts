import type { Parsed, Place, Problem } from '@trailhound/contracts';
import type { RuleDraft } from '../../rule-file/rule-draft.js';
import { readDocuments } from '../../source/read-documents.js';
import type { SourceDocument, SourceText } from '../../source/source-document.js';
import { valueAt } from '../../source/value-at.js';
import type { ReadContext } from '../document-language.js';
import { type DocumentPattern, lowerDocumentPattern } from './document-pattern.js';
import { envelopeFields } from './pattern-lints.js';

/** True for a mapping whose members are all fields of an EventBridge event with lists or patterns inside. */
export function isBarePattern(value: unknown): boolean {
  if (!isMapping(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length > 0 &&
    entries.every(([name, member]) => (envelopeFields.has(name) || name === '$or') && isContainer(member))
  );
}

/** True for the arguments of put-rule, or what describe-rule answers: a mapping with an event pattern or a schedule. */
export function isPutRule(value: unknown): boolean {
  return isMapping(value) && (Object.hasOwn(value, 'EventPattern') || Object.hasOwn(value, 'ScheduleExpression'));
}

/** Reads a document that is an event pattern and nothing else: a rule named like its file. */
export function readBarePattern(document: SourceDocument, context: ReadContext): Parsed<readonly RuleDraft[]> {
  const pattern = lowerDocumentPattern(document, [], { values: context.values, subject: context.defaultId });
  return draftOf(document, pattern, { id: context.defaultId });
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html and API_DescribeRule.html */
const putRuleKeys: ReadonlySet<string> = new Set([
  'Name',
  'Description',
  'EventPattern',
  'State',
  'ScheduleExpression',
  'EventBusName',
  'RoleArn',
  'Tags',
  'Targets',
  'Arn',
  'ManagedBy',
  'CreatedBy',
]);

/**
 * Reads the arguments of put-rule. `Name` is the rule's id, `State: DISABLED` switches it off; buses, roles, tags and
 * targets say where EventBridge sends events and mean nothing here.
 */
export function readPutRule(document: SourceDocument, context: ReadContext): Parsed<readonly RuleDraft[]> {
  const problems: Problem[] = Object.keys(document.value as object)
    .filter((key) => !putRuleKeys.has(key))
    .map((key) => ({
      code: 'RULE_UNKNOWN_KEY',
      message: `${key} is no argument of put-rule`,
      fix: `known here: ${[...putRuleKeys].join(', ')}`,
      place: document.placeOfKey([key]),
    }));
  const name = textOf(document, 'Name', problems);
  const description = textOf(document, 'Description', problems);
  const state = textOf(document, 'State', problems);
  const id = name ?? context.defaultId;
  const source = patternSource(document, problems);
  if (source === undefined || problems.length > 0) return { ok: false, problems };
  const pattern = lowerDocumentPattern(source.document, source.path, { values: context.values, subject: id });
  const draft = draftOf(document, placedBack(pattern, source.text), {
    id,
    ...(name !== undefined && { title: name }),
    ...(description !== undefined && { description }),
    enabled: state !== 'DISABLED',
  });
  return draft;
}

/** Where the pattern of a put-rule document is: a mapping in it, or JSON inside of a text. */
function patternSource(
  document: SourceDocument,
  problems: Problem[],
): { readonly document: SourceDocument; readonly path: readonly string[]; readonly text?: SourceText } | undefined {
  const path = ['EventPattern'];
  const place = document.placeOf(path);
  if (valueAt(document.value, path) === undefined) {
    const message = 'the rule runs on a schedule: it watches no events';
    problems.push({ code: 'E-EB-NOT-A-PATTERN', message, fix: 'remove the file', place: document.place });
    return undefined;
  }
  const text = document.textAt(path);
  if (text === undefined) return { document, path };
  const inner = readDocuments(document.file, text.value);
  const [only, ...others] = inner.documents;
  if (only !== undefined && others.length === 0 && inner.problems.length === 0)
    return { document: only, path: [], text };
  const [first] = inner.problems;
  problems.push({
    code: 'E-EB-NOT-A-PATTERN',
    message: `EventPattern is a text that holds no pattern${first ? `: ${first.message}` : ''}`,
    fix: 'write the pattern as JSON',
    place: first?.place === undefined ? place : text.placeAt(offsetOf(text.value, first.place)),
  });
  return undefined;
}

/** The pattern with its places counted in the file, where they were counted in a text inside of it. */
function placedBack(pattern: DocumentPattern, text: SourceText | undefined): DocumentPattern {
  if (text === undefined) return pattern;
  const inFile = <T extends { readonly place?: Place }>(found: T): T =>
    found.place === undefined ? found : { ...found, place: text.placeAt(offsetOf(text.value, found.place)) };
  return { ...pattern, problems: pattern.problems.map(inFile), lints: pattern.lints.map(inFile) };
}

function offsetOf(text: string, { line, column }: Place): number {
  let start = 0;
  for (let at = 1; at < line; at++) start = text.indexOf('\n', start) + 1;
  return start + column - 1;
}

function draftOf(
  document: SourceDocument,
  pattern: DocumentPattern,
  known: Pick<RuleDraft, 'id'> & Partial<Pick<RuleDraft, 'title' | 'description' | 'enabled'>>,
): Parsed<readonly RuleDraft[]> {
  if (pattern.problems.length > 0) return { ok: false, problems: pattern.problems };
  const draft: RuleDraft = {
    enabled: true,
    ...known,
    audit: false,
    counting: { groupBy: [], threshold: null, dedupMs: null },
    fields: [],
    tags: [],
    frameworks: {},
    actions: [],
    tests: [],
    acceptedLints: [],
    place: document.place,
    language: 'eventbridge',
    sourceText: pattern.sourceText,
    conditionText: pattern.text,
    condition: pattern.condition,
    suppressions: [],
    lints: pattern.lints,
  };
  return { ok: true, value: [draft] };
}

function textOf(document: SourceDocument, key: string, problems: Problem[]): string | undefined {
  const value = valueAt(document.value, [key]);
  if (value === undefined || typeof value === 'string') return value;
  problems.push({ code: 'RULE_BAD_VALUE', message: `${key} must be text`, place: document.placeOf([key]) });
  return undefined;
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
