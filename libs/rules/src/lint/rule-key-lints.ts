import { didYouMean } from '@trailhound/contracts';
import type { RuleKeys } from '../rule-file/rule-draft.js';
import { parseTitle } from '../rule-file/title.js';
import type { SourceDocument } from '../source/source-document.js';
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
  return [...titleLints(document, keys), ...groupLints(document, keys), ...acceptLints(document, keys)];
}

function titleLints(document: SourceDocument, { id, title }: RuleKeys): PlacedLint[] {
  if (title === undefined) {
    const message = 'the rule has no title: its alerts are headed with its id';
    return [lintAt(document.place, { code: 'I-NO-TITLE', message, advice: 'give it a title' }, id)];
  }
  const place = document.placeOf(['title']);
  return parseTitle(title).flatMap((part) => {
    if (part.kind !== 'bad-field') return [];
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

function acceptLints(document: SourceDocument, { id, acceptedLints }: RuleKeys): PlacedLint[] {
  return acceptedLints.flatMap((code, index) => {
    if (isLintCode(code)) return [];
    const near = didYouMean(code, Object.keys(lintCodes));
    const message = `lint.accept names ${code}, which is no lint`;
    return [
      lintAt(
        document.placeOf(['lint', 'accept', index]),
        { code: 'W-UNKNOWN-LINT', message, ...(near && { advice: `did you mean ${near}?` }) },
        id,
      ),
    ];
  });
}
