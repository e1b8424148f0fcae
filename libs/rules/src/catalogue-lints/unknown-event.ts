import { type Catalogue } from '@trailhound/catalogue';
import { viewOf } from '@trailhound/cloudtrail';
import { didYouMean } from '@trailhound/contracts';
import { discriminatorOf } from '../compile/project-condition.js';
import { boundOf } from '../compile/value-bound.js';
import { compileCondition } from '../condition/compile-condition.js';
import type { Condition } from '../condition/condition.js';
import { walkCondition } from '../condition/walk-condition.js';
import type { Lint } from '../lint/lint.js';
import { knownNames } from './known-names.js';
import { type LintSubject, someOf, writtenIn } from './linted-rule.js';
import { literalsOf, type NamedLiteral, nameTests } from './name-tests.js';

/** As many are told one by one, each with what was meant. */
const maxTold = 20;

/** Names of events and sources that the catalogue does not know, each with the nearest that it knows. */
export function unknownEventLints({ rule, catalogue, scope }: LintSubject): readonly Lint[] {
  const lints = unknownSources(rule.condition, rule.conditionText, catalogue);
  if (lints.length > 0 || scope.isOpen) return lints;
  const unknown = nameTests(rule.condition, catalogue).flatMap(({ test, sources }) => {
    if (sources !== undefined && (sources.length === 0 || !sources.every((source) => catalogue.isComplete(source))))
      return [];
    return literalsOf(test)
      .filter((literal) => !isKnown(literal, sources, catalogue))
      .map(({ name }) => ({ name, test, sources }));
  });
  const told = unknown.slice(0, maxTold);
  const rest = unknown.slice(maxTold).map(({ name }) => name);
  return [
    ...told.map(({ name, test, sources }) =>
      unknownEvent(name, test, sources, { text: rule.conditionText, catalogue }),
    ),
    ...(rest.length === 0 ? [] : [manyUnknown(rest)]),
  ];
}

/** Whether some event of these sources passes the test for one name. */
function isKnown(literal: NamedLiteral, sources: readonly string[] | undefined, catalogue: Catalogue): boolean {
  const candidates = knownNames(catalogue).byFolded.get(literal.name.toLowerCase()) ?? [];
  const matches = compileCondition(literal.test);
  return candidates.some(({ name, event: { source } }) => {
    if (sources !== undefined && !sources.includes(source)) return false;
    return matches(viewOf({ eventName: name, eventSource: source })) === 'match';
  });
}

function manyUnknown(names: readonly string[]): Lint {
  const message = `${names.length} more names are not known: ${someOf(names)}`;
  return { code: 'W-UNKNOWN-EVENT', message, advice: 'compare them with `trailhound catalog events SERVICE`' };
}

function unknownEvent(
  name: string,
  { span }: Condition,
  sources: readonly string[] | undefined,
  { text, catalogue }: { readonly text: string; readonly catalogue: Catalogue },
): Lint {
  const written = writtenIn(text, span, name);
  const shown = written?.text ?? name;
  const where = sources === undefined ? 'CloudTrail is not known to write' : `${someOf(sources)} is not known to have`;
  const elsewhere = sources === undefined ? [] : catalogue.sourcesOf(shown);
  const meant =
    sameOrLonger(shown, sources, catalogue) ?? (elsewhere.length > 0 ? undefined : nearest(shown, sources, catalogue));
  const advice =
    meant !== undefined
      ? `did you mean ${meant}?`
      : elsewhere.length > 0
        ? `${shown} is an event of ${someOf(elsewhere)}`
        : 'compare it with a record of that call';
  return {
    code: 'W-UNKNOWN-EVENT',
    message: `${where} an event ${shown}`,
    ...(span && { span }),
    advice,
    ...(written && meant !== undefined && { fix: { span: written.span, text: meant } }),
  };
}

/** The same name in another case, or the one name that begins so. */
function sameOrLonger(name: string, sources: readonly string[] | undefined, catalogue: Catalogue): string | undefined {
  const folded = name.toLowerCase();
  const names = namesAt(sources, catalogue);
  const sameLetters = names.find((candidate) => candidate.toLowerCase() === folded);
  if (sameLetters !== undefined) return sameLetters;
  const [longer, ...others] = names.filter((candidate) => candidate.toLowerCase().startsWith(folded));
  return others.length === 0 ? longer : undefined;
}

/** The name a slip of the hand away, rather with the same verb. */
function nearest(name: string, sources: readonly string[] | undefined, catalogue: Catalogue): string | undefined {
  const names = namesAt(sources, catalogue);
  const [verb = ''] = name.match(/^[A-Z]?[a-z]+/) ?? [];
  const sameVerb = names.filter((candidate) => candidate.startsWith(verb));
  return didYouMean(name, sameVerb) ?? didYouMean(name, names);
}

function namesAt(sources: readonly string[] | undefined, catalogue: Catalogue): readonly string[] {
  const all = (sources ?? catalogue.sources).flatMap((source) => catalogue.events(source));
  return [...new Set(all.flatMap(({ names }) => names))];
}

/** Sources asked for literally that no service has, where one is near. */
function unknownSources(condition: Condition, text: string, catalogue: Catalogue): readonly Lint[] {
  const asked = boundOf(condition, 'eventSource');
  if (asked === undefined) return [];
  return [...asked.exact, ...asked.folded].flatMap((source) => {
    if (source === '' || catalogue.sources.includes(source)) return [];
    const meant = didYouMean(source.replace(/\.amazon(?:aws)?(?:\.com)?$/, '.amazonaws.com'), catalogue.sources);
    if (meant === undefined) return [];
    const written = writtenIn(text, spanOfSource(condition, source), source);
    return [
      {
        code: 'W-UNKNOWN-EVENT',
        message: `CloudTrail is not known to write events of ${source}`,
        ...(written && { span: written.span, fix: { span: written.span, text: meant } }),
        advice: `did you mean ${meant}?`,
      },
    ];
  });
}

function spanOfSource(condition: Condition, source: string): Condition['span'] {
  for (const { condition: part } of walkCondition(condition)) {
    if ((part.kind !== 'eq' && part.kind !== 'in') || discriminatorOf(part.path) !== 'eventSource') continue;
    const values = part.kind === 'eq' ? [part.value] : part.values;
    if (values.some((value) => String(value).toLowerCase() === source.toLowerCase())) return part.span;
  }
  return undefined;
}
