import { didYouMean } from '@trailhound/contracts';
import type { Lint } from '../../lint/lint.js';
import type { SourcePath } from '../../source/source-document.js';
import { findUnknownField, isRecordField } from '../threatstack/known-fields.js';
import type { EventPattern, Field } from './syntax.js';

/** Members of an EventBridge event: https://docs.aws.amazon.com/eventbridge/latest/ref/events-structure.html */
export const envelopeFields: ReadonlySet<string> = new Set([
  'version',
  'id',
  'detail-type',
  'source',
  'account',
  'time',
  'region',
  'resources',
  'detail',
]);

/** What `detail-type` says of CloudTrail's events. */
const detailTypes: readonly string[] = [
  'AWS API Call via CloudTrail',
  'AWS Console Sign In via CloudTrail',
  'AWS Service Event via CloudTrail',
];

/** What the author of a pattern should know about it, each at the field it is about. */
export function lintPattern(pattern: EventPattern): readonly (Lint & { readonly at: SourcePath })[] {
  return fieldsOf(pattern).flatMap((field) =>
    [...lintPath(field), ...lintDetailType(field)].map((lint) => ({ ...lint, at: field.at })),
  );
}

function fieldsOf({ parts }: EventPattern): readonly Field[] {
  return parts.flatMap((part) => (part.kind === 'field' ? [part] : part.of.flatMap(fieldsOf)));
}

function lintPath({ names }: Field): readonly Lint[] {
  const [top = '', ...rest] = names;
  const name = names.join('.');
  if (!envelopeFields.has(top)) {
    if (isRecordField(top)) {
      const message = `${name} is looked for in the event around the record, which has no ${top}`;
      return [{ code: 'W-NODETAIL', message, advice: 'put it under "detail"' }];
    }
    const near = didYouMean(top, envelopeFields);
    const message = `no event has a member ${top}`;
    return [{ code: 'W-UNKNOWN-FIELD', message, ...(near !== undefined && { advice: `did you mean ${near}?` }) }];
  }
  const [first] = rest;
  if (top !== 'detail' || first === undefined) return [];
  // Aliases of filters, such as `user`, are no fields of a record.
  const unknown = findUnknownField(rest) ?? (isRecordField(first) ? undefined : { name: first, suggestion: undefined });
  if (unknown === undefined) return [];
  const message = `CloudTrail is not known to write ${rest.join('.')}: ${unknown.name} is unfamiliar`;
  const advice = unknown.suggestion && `did you mean ${unknown.suggestion}?`;
  return [{ code: 'W-UNKNOWN-FIELD', message, ...(advice && { advice }) }];
}

/** A list of texts none of which CloudTrail's events carry: the pattern is for another service's events. */
function lintDetailType({ names, matches }: Field): readonly Lint[] {
  const [name] = names;
  if (name !== 'detail-type' || names.length > 1) return [];
  const texts = matches.map((match) =>
    match.kind === 'literal' || match.kind === 'exactly' ? literalText(match) : null,
  );
  if (texts.some((text) => text === null || detailTypes.includes(String(text)))) return [];
  const near = didYouMean(String(texts[0]), detailTypes);
  const message = `no event of CloudTrail has the detail-type ${JSON.stringify(texts[0])}`;
  const advice = near === undefined ? `it is one of ${detailTypes.join(', ')}` : `did you mean "${near}"?`;
  return [{ code: 'E-DEAD', message, advice }];
}

function literalText(match: Field['matches'][number]): unknown {
  return match.kind === 'literal' ? (match.value ?? 'null') : match.kind === 'exactly' ? match.text : null;
}
