import type { CatalogueEvent } from '@trailhound/catalogue';
import { discriminatorOf } from '../compile/project-condition.js';
import { pathsOf, walkCondition } from '../condition/walk-condition.js';
import type { Lint } from '../lint/lint.js';
import { type Action, actionOf, subjectOf } from './event-words.js';
import { type LintedRule, type LintSubject, someOf } from './linted-rule.js';
import { homeOf } from './reach.js';

/** Rules with more names than this list them by intent. */
const manyNames = 40;

/**
 * Sets of names that leave out a sibling. Told only of conditions that ask for nothing but names and sources, and only
 * where the set itself shows that it means the whole family.
 */
export function coverageLints({ rule, catalogue, scope }: LintSubject): readonly Lint[] {
  if (!scope.asksForName || !asksForNamesOnly(rule)) return [];
  const source = homeOf(scope.matched.map(({ name, event }) => ({ name, source: event.source })));
  if (source === undefined) return [];
  const here = scope.matched.filter(({ event }) => event.source === source);
  if (here.length * 2 <= scope.matched.length) return [];
  const events = new Set(here.map(({ event }) => event));
  if (events.size < 2 || events.size > manyNames) return [];
  const others = catalogue.events(source).filter((event) => !events.has(event) && !event.readOnly.value);
  const missing = new Set([
    ...withoutOneOfThree(events, others),
    ...withoutDeletions(events, others),
    ...withMore(events, others),
  ]);
  if (missing.size === 0) return [];
  const message = `the condition leaves out ${someOf([...missing].sort())} of ${source}, beside ${someOf([...new Set([...events].map(nameOf))], 3)}`;
  return [{ code: 'I-COVERAGE', message, advice: 'add it, or accept the lint if it is left out on purpose' }];
}

function asksForNamesOnly({ condition }: LintedRule): boolean {
  for (const { condition: part } of walkCondition(condition)) {
    if (part.kind === 'text' || part.kind === 'anyText' || part.kind === 'ext') return false;
    if (pathsOf(part).some((path) => discriminatorOf(path) === undefined)) return false;
  }
  return true;
}

function nameOf({ names: [name] }: CatalogueEvent): string {
  return name;
}

function actionsBySubject(events: Iterable<CatalogueEvent>): ReadonlyMap<string, ReadonlySet<Action | undefined>> {
  const bySubject = Map.groupBy([...events].map(nameOf), subjectOf);
  return new Map([...bySubject].map(([subject, names]) => [subject, new Set(names.map(actionOf))]));
}

/** Two of create, delete and change are there for a subject, and the third, unless it is the creation, is not. */
function withoutOneOfThree(events: ReadonlySet<CatalogueEvent>, others: readonly CatalogueEvent[]): readonly string[] {
  const actions = actionsBySubject(events);
  return others.map(nameOf).filter((name) => {
    const present = actions.get(subjectOf(name));
    const action = actionOf(name);
    if (present === undefined || present.has(action)) return false;
    return action === 'delete'
      ? present.has('create') && present.has('change')
      : action === 'change' && present.has('create') && present.has('delete');
  });
}

/** What is set or changed of two subjects or more can also be deleted, and is deleted nowhere in the condition. */
function withoutDeletions(events: ReadonlySet<CatalogueEvent>, others: readonly CatalogueEvent[]): readonly string[] {
  const actions = actionsBySubject(events);
  if ([...actions.values()].some((present) => present.has('delete'))) return [];
  const missing = others
    .map(nameOf)
    .filter((name) => actionOf(name) === 'delete' && actions.get(subjectOf(name))?.has('change') === true);
  return missing.length > 1 ? missing : [];
}

/** Calls that do the same `With` something: CreateDistribution and CreateDistributionWithTags. */
function withMore(events: ReadonlySet<CatalogueEvent>, others: readonly CatalogueEvent[]): readonly string[] {
  const known = [...events].map(nameOf);
  return others.map(nameOf).filter((name) => known.some((one) => name.startsWith(`${one}With`)));
}
