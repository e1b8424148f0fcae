import { didYouMean } from '@trailhound/contracts';
import { findUnknownField } from '../languages/threatstack/known-fields.js';
import type { FieldRef } from '../rule.js';
import type { RuleKeys } from '../rule-file/rule-draft.js';
import { parseTitle } from '../rule-file/title.js';
import type { SourceDocument, SourcePath } from '../source/source-document.js';
import { isLintCode, lintCodes } from './lint-codes.js';
import { lintAt, type PlacedLint } from './placed-lint.js';

/** Fields that differ in (almost) every record: a group by one of them never holds two records. */
const uniqueFields: ReadonlySet<string> = new Set([
  'eventID',
  'requestID',
  'eventTime',
  'sharedEventID',
  'responseElements.requestId',
  'responseElements.x-amz-request-id',
  'additionalEventData.x-amz-id-2',
]);

/** What can be said of a rule document without looking at its condition. */
export function ruleKeyLints(document: SourceDocument, keys: RuleKeys): PlacedLint[] {
  return [
    ...titleLints(document, keys),
    ...groupLints(document, keys),
    ...fieldLints(document, keys),
    ...firstSeenLints(document, keys),
    ...acceptLints(document, keys),
  ];
}

function titleLints(document: SourceDocument, { id, title }: RuleKeys): PlacedLint[] {
  if (title === undefined) {
    const message = 'the rule has no title: its alerts are headed with its id';
    return [lintAt(document.place, { code: 'I-NO-TITLE', message, advice: 'give it a title' }, id)];
  }
  const place = document.placeOf(['title']);
  return parseTitle(title).flatMap((part) => {
    if (part.kind === 'text') return [];
    if (part.kind === 'field') return unknownField(document, ['title'], part.field, id);
    const message = `${part.text} in the title is no field`;
    const advice = 'write a path such as {userIdentity.arn}, or double the braces';
    return [lintAt(place, { code: 'W-TITLE-FIELD', message, advice }, id)];
  });
}

function groupLints(document: SourceDocument, { id, counting }: RuleKeys): PlacedLint[] {
  return counting.groupBy.flatMap(({ name }, index) => {
    if (!uniqueFields.has(name)) return [];
    const message = `groupBy ${name} differs in every record, so nothing is ever counted together`;
    const advice = 'group by who or where, such as userIdentity.arn or sourceIPAddress';
    return [lintAt(document.placeOf(['groupBy', index]), { code: 'W-GROUP-UNIQUE', message, advice }, id)];
  });
}

function firstSeenLints(document: SourceDocument, { id, watch }: RuleKeys): PlacedLint[] {
  if (watch?.kind !== 'first-seen') return [];
  return watch.of.flatMap((field, index) => {
    const path = ['firstSeen', 'of', index];
    if (!uniqueFields.has(field.name)) return unknownField(document, path, field, id);
    const message = `firstSeen.of ${field.name} differs in every record, so everything is new`;
    const advice = 'name what is rarely new, such as awsRegion or enriched.geo.country';
    return [lintAt(document.placeOf(path), { code: 'W-GROUP-UNIQUE', message, advice }, id)];
  });
}

function fieldLints(document: SourceDocument, { id, counting, fields }: RuleKeys): PlacedLint[] {
  const { distinct } = counting.threshold ?? {};
  return [
    ...counting.groupBy.flatMap((field, index) => unknownField(document, ['groupBy', index], field, id)),
    ...(distinct ? unknownField(document, ['threshold', 'distinct'], distinct, id) : []),
    ...fields.flatMap((field, index) => unknownField(document, ['fields', index], field, id)),
  ];
}

function unknownField(document: SourceDocument, path: SourcePath, { name, paths }: FieldRef, id: string): PlacedLint[] {
  const [only, ...others] = paths;
  if (only === undefined || others.length > 0 || only.root !== 'record') return [];
  const names = only.segments.filter((segment) => typeof segment === 'string');
  const found = names.length === 0 ? undefined : findUnknownField(names);
  if (found === undefined) return [];
  const message = `CloudTrail is not known to write ${name}: ${found.name} is unfamiliar`;
  const advice = found.suggestion && `did you mean ${found.suggestion}?`;
  return [lintAt(document.placeOf(path), { code: 'W-UNKNOWN-FIELD', message, ...(advice && { advice }) }, id)];
}

/** Codes that `lint.accept` names and no lint has. */
export function acceptLints(
  document: SourceDocument,
  { id, acceptedLints }: Pick<RuleKeys, 'id' | 'acceptedLints'>,
): PlacedLint[] {
  return acceptedLints.flatMap((code, index) => {
    if (isLintCode(code)) return [];
    const near = didYouMean(code, Object.keys(lintCodes));
    const message = `lint.accept names ${code}, which is no lint`;
    const place = document.placeOf(['lint', 'accept', index]);
    return [lintAt(place, { code: 'W-UNKNOWN-LINT', message, ...(near && { advice: `did you mean ${near}?` }) }, id)];
  });
}
