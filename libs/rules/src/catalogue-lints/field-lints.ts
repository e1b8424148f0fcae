import { checkPath, type Shape } from '@trailhound/catalogue';
import type { FieldPath } from '@trailhound/cloudtrail';
import { formatPath } from '@trailhound/cloudtrail';
import { didYouMean } from '@trailhound/contracts';
import type { Condition, Span } from '../condition/condition.js';
import { pathsOf } from '../condition/walk-condition.js';
import { findUnknownField, isRecordField, slipOf } from '../languages/threatstack/known-fields.js';
import type { Lint } from '../lint/lint.js';
import type { NamedEvent } from './event-scope.js';
import { type LintSubject, writtenIn } from './linted-rule.js';

/** With more events than this a rule is about records at large. */
const manyEvents = 60;
/** Sources whose records have members that no service model has: there, only slips of the hand are told. */
const looseSources: ReadonlySet<string> = new Set(
  ['ec2', 's3', 'apigateway', 'lambda', 'sso', 'sso-directory', 'signin', 'ssm'].map((name) => `${name}.amazonaws.com`),
);

interface Field {
  readonly path: FieldPath;
  /** Names from the top of the record. */
  readonly names: readonly string[];
  readonly span: Span | undefined;
}

/** Paths that the records of the rule's events are not known to have, each once: its condition's and those it shows. */
export function fieldLints(subject: LintSubject): readonly Lint[] {
  const found = [...fieldsOf(subject.rule.condition, []), ...parametersShown(subject)];
  const fields = new Map(found.toReversed().map((field) => [field.names.join('.'), field] as const));
  return [...fields.values()].flatMap((field) => fieldLint(field, subject) ?? []);
}

/** Members of requests and responses it groups by or shows; of other members the rule's keys are checked on loading. */
function* parametersShown({ rule }: LintSubject): Generator<Field> {
  for (const path of [...rule.groupBy, ...rule.fields].flatMap(({ paths }) => paths)) {
    const names = namesOf(path, []);
    if (names?.[0] === 'requestParameters' || names?.[0] === 'responseElements') yield { path, names, span: undefined };
  }
}

function* fieldsOf(condition: Condition, inside: readonly string[]): Generator<Field> {
  for (const path of pathsOf(condition)) {
    const names = namesOf(path, inside);
    if (names !== undefined && names.length > 0) yield { path, names, span: condition.span };
  }
  if (condition.kind === 'elem') {
    const names = namesOf(condition.path, inside);
    if (names !== undefined) yield* fieldsOf(condition.of, names);
  } else if (condition.kind === 'and' || condition.kind === 'or') {
    for (const part of condition.of) yield* fieldsOf(part, inside);
  } else if (condition.kind === 'not') yield* fieldsOf(condition.of, inside);
}

/** The member names of a path from the top of the record; undefined where it leads elsewhere. */
function namesOf({ root, segments }: FieldPath, inside: readonly string[]): readonly string[] | undefined {
  const names = segments.filter((segment) => typeof segment === 'string');
  if (names.some((name) => name.includes('.'))) return undefined;
  if (root === 'record') return [...inside, ...names];
  return root === 'envelope' && names[0] === 'detail' ? names.slice(1) : undefined;
}

function fieldLint(field: Field, subject: LintSubject): Lint | undefined {
  const { names, path } = field;
  const [top = ''] = names;
  const isFolded = path.keyCase === 'fold';
  if (!isRecordField(top)) {
    if (isFolded) return undefined;
    return leafLint(field, subject) ?? documentedLint(field, subject);
  }
  if (top !== 'requestParameters' && top !== 'responseElements')
    return isFolded ? undefined : documentedLint(field, subject);
  const below = names.slice(1);
  if (below.length === 0 || (top === 'responseElements' && below[0] === 'message')) return undefined;
  const { matched, isOpen } = subject.scope;
  const shapes = isOpen ? [] : shapesOf(matched, top);
  return shapes === undefined || shapes.length === 0
    ? slipLint(field, subject)
    : parameterLint(field, { subject, shapes, below });
}

/** What is known of requests or responses of all these events; undefined where something is not, or they are too many. */
function shapesOf(matched: readonly NamedEvent[], top: string): readonly Shape[] | undefined {
  if (matched.length === 0 || matched.length > manyEvents) return undefined;
  const shapes = matched.map(({ event }) => (top === 'requestParameters' ? event.requests : event.responses));
  return shapes.every((found) => found.length > 0) ? [...new Set(shapes.flat())] : undefined;
}

/** A single name that is a member of requests or responses: which path it has there. */
function leafLint({ names, span, path }: Field, { rule, scope, catalogue }: LintSubject): Lint | undefined {
  const [name = ''] = names;
  if (names.length !== 1 || !catalogue.memberNames.has(name)) return undefined;
  const places = ['requestParameters', 'responseElements'].filter((top) => {
    const shapes = shapesOf(scope.matched, top);
    return shapes === undefined ? scope.matched.length !== 1 : checkPath(shapes, [name]).kind === 'known';
  });
  const [first] = places;
  if (first === undefined) return undefined;
  const written = writtenIn(rule.conditionText, span, formatPath(path));
  const paths = places.map((top) => `${top}.${name}`);
  return {
    code: 'W-LEAF',
    message: `${name} is no member of a record, but of ${paths.join(' and of ')}`,
    ...(span && { span }),
    advice: `write ${paths.join(' or ')}`,
    ...(written && { fix: { span: written.span, text: `${first}.${name}` } }),
  };
}

function documentedLint(field: Field, subject: LintSubject): Lint | undefined {
  const found = findUnknownField(field.names);
  return found && unknownField(field, subject, { index: found.index, suggestion: found.suggestion });
}

/** Nothing is known of the events: only what is one slip away from a name that some request or response has. */
function slipLint(field: Field, subject: LintSubject): Lint | undefined {
  const { memberNames } = subject.catalogue;
  for (const [index, name] of field.names.entries()) {
    if (index === 0 || memberNames.has(name)) continue;
    const suggestion = slipOf(name, memberNames);
    if (suggestion !== undefined) return unknownField(field, subject, { index, suggestion });
  }
  return undefined;
}

function parameterLint(
  field: Field,
  {
    subject,
    shapes,
    below,
  }: { readonly subject: LintSubject; readonly shapes: readonly Shape[]; readonly below: readonly string[] },
): Lint | undefined {
  const check = checkPath(shapes, below, field.path.keyCase === 'fold');
  if (check.kind !== 'unknown') return undefined;
  const { index, siblings } = check;
  const name = below[index] ?? '';
  const isLoose = subject.scope.matched.some(({ event }) => looseSources.has(event.source));
  const suggestion = isLoose ? slipOf(name, new Set(siblings)) : didYouMean(name, siblings);
  if (suggestion === undefined && isLoose) return undefined;
  return unknownField(field, subject, { index: index + 1, suggestion });
}

function unknownField(
  { names, path, span }: Field,
  { rule, scope }: LintSubject,
  { index, suggestion }: { readonly index: number; readonly suggestion: string | undefined },
): Lint {
  const text = names.join('.');
  const [only, ...others] = new Set(scope.matched.map(({ name }) => name));
  const where = index > 0 && only !== undefined && others.length === 0 ? ` in records of ${only}` : '';
  const message = `CloudTrail is not known to write "${text}"${where}: "${names[index]}" is unfamiliar`;
  const base = { code: 'W-UNKNOWN-FIELD', message, ...(span && { span }) };
  if (suggestion === undefined)
    return { ...base, advice: 'compare the field with a record of that call; names are case-sensitive' };
  const meant = names.with(index, suggestion).join('.');
  const written = path.root === 'record' ? writtenIn(rule.conditionText, span, text) : undefined;
  const advice = `did you mean "${meant}"?`;
  return written === undefined || written.text !== text
    ? { ...base, advice }
    : { ...base, advice, fix: { span: written.span, text: meant } };
}
