import { projectCondition } from '../compile/project-condition.js';
import { planCondition } from '../compile/rule-plan.js';
import type { Lint } from '../lint/lint.js';
import { eventsPassing } from './event-scope.js';
import { wordsOf } from './event-words.js';
import { type LintSubject, someOf } from './linted-rule.js';
import { maxTests, nameTests } from './name-tests.js';
import { textsOfRegex } from './regex-language.js';

/** From this many sources on, a pattern is taken to accept names nobody thought of. */
const manySources = 10;
/** A pattern that accepts more names than this is broad on purpose, and its doubles are not told. */
const manyNames = 60;
const languagesOfTheBus: ReadonlySet<string> = new Set(['gorillastack', 'eventbridge']);

/** Names that exist at several sources, where the rule asks for none. */
export function noSourceLints({ scope }: LintSubject): readonly Lint[] {
  if (scope.sources !== undefined || !scope.asksForName || scope.isOpen) return [];
  const byName = Map.groupBy(scope.matched, ({ name }) => name);
  const doubles = [...byName].filter(([, found]) => found.length > 1);
  const [first] = doubles;
  if (first === undefined || byName.size > manyNames) return [];
  const [name, found] = first;
  const sources = found.map(({ event }) => event.source);
  const others = doubles.length > 1 ? `, as are other names of the condition (${doubles.length - 1})` : '';
  const message = `${name} is an event of ${someOf(sources)}${others}, and the condition asks for no source`;
  const home = homeOf(scope.matched.map(({ name, event }) => ({ name, source: event.source })));
  const advice =
    home === undefined ? 'ask for the eventSource that is meant' : `ask for eventSource ${home}, if it is meant`;
  return [{ code: 'I-NOSOURCE', message, advice }];
}

/** The one source with the most of the names. */
export function homeOf(found: readonly { readonly name: string; readonly source: string }[]): string | undefined {
  const counts = [...Map.groupBy(found, ({ source }) => source)]
    .map(([source, names]) => ({ source, count: names.length }))
    .sort((a, b) => b.count - a.count);
  const [most, second] = counts;
  return most !== undefined && most.count > (second?.count ?? 0) ? most.source : undefined;
}

/** Patterns of names that accept more than anybody meant: a bare verb, or names of many sources. */
export function overmatchLints({ rule, catalogue }: LintSubject): readonly Lint[] {
  const patterns = nameTests(rule.condition, catalogue).filter(
    ({ test: { kind } }) => kind !== 'eq' && kind !== 'in' && kind !== 'tokens',
  );
  return patterns.slice(0, maxTests).flatMap(({ test, sources }): readonly Lint[] => {
    const at = test.span && { span: test.span };
    const texts = test.kind === 'regex' && test.anchor === 'full' ? textsOfRegex(test.source) : undefined;
    const bare = texts?.filter((text) => text === '' || wordsOf(text).length === 1) ?? [];
    const passing = eventsPassing(test, sources, catalogue);
    const accidental = bare.filter((text) => !passing.some(({ name }) => name === text));
    if (texts !== undefined && texts.length > 1 && accidental.length > 0) {
      const message = `every part after the verb is optional, so the pattern also accepts the bare ${someOf(
        accidental.map((text) => `"${text}"`),
        2,
      )}`;
      return [{ code: 'I-OVERMATCH', message, ...at, advice: 'make one part required' }];
    }
    const found = new Set(passing.map(({ event }) => event.source));
    // Who asks for everything that begins with Get or List is looking for people who look around.
    if (passing.every(({ event }) => event.readOnly.value)) return [];
    if (texts !== undefined || sources !== undefined || found.size < manySources) return [];
    const message = `the pattern accepts ${passing.length} events of ${found.size} sources, such as ${someOf(
      passing.slice(0, 2).map(({ name, event }) => `${name} of ${event.source}`),
    )}`;
    return [{ code: 'I-OVERMATCH', message, ...at, advice: 'ask for the eventSource that is meant' }];
  });
}

/** Rules that must look into every record: neither name nor source, which are known without reading it, rule one out. */
export function scanLints({ rule }: LintSubject): readonly Lint[] {
  if (projectCondition(rule.condition).kind !== 'true') return [];
  const { bucket, field } = planCondition(rule.condition);
  const tried =
    bucket === 'scan' ? 'and it is tried on each' : `if only tried where ${field ?? 'one of its alternatives'} fits`;
  const message = `the condition can hold whatever the event name and source are, so every record is read in full for it, ${tried}`;
  return [
    { code: 'I-SCAN', message, advice: 'ask for the eventName or eventSource that is meant; accept it otherwise' },
  ];
}

/** Rules written for the event bus whose calls only read: EventBridge is not given these. */
export function readOnlyLints({ rule, scope }: LintSubject): readonly Lint[] {
  if (!languagesOfTheBus.has(rule.language) || !scope.asksForName || scope.matched.length === 0) return [];
  const reading = scope.matched.filter(({ event }) => event.readOnly.value).map(({ name }) => name);
  if (reading.length < scope.matched.length) return [];
  const message = `${someOf([...new Set(reading)])} only reads, and EventBridge is not given calls that only read`;
  const advice = 'here the rule fires all the same; it never did where it comes from';
  return [{ code: 'I-READONLY', message, advice }];
}
