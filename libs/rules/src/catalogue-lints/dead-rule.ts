import type { Catalogue } from '@trailhound/catalogue';
import { planCondition } from '../compile/rule-plan.js';
import type { Condition } from '../condition/condition.js';
import type { Lint } from '../lint/lint.js';
import { eventsPassing, type NamedEvent } from './event-scope.js';
import { namesSpreading } from './known-names.js';
import { type LintSubject, someOf, writtenIn } from './linted-rule.js';
import { maxTests, nameTests } from './name-tests.js';
import { textsOfRegex } from './regex-language.js';

/**
 * A rule that can never fire: it contradicts itself, or asks for events that its source, all of whose events are known,
 * does not have. A pattern without a source is held against the one source whose names it means.
 */
export function deadRuleLints(subject: LintSubject): readonly Lint[] {
  const { rule, catalogue, scope } = subject;
  const plan = planCondition(rule.condition);
  if (plan.bucket === 'never') {
    const advice = 'each record has one event name and one source: join alternatives with "or"';
    return [{ code: 'E-DEAD', message: plan.reason, advice }];
  }
  if (scope.isOpen || !scope.asksForName || scope.sources?.length === 0) return [];
  if (scope.matched.length > 0) return missedSource(subject);
  const tests = nameTests(rule.condition, catalogue).slice(0, maxTests);
  const [first] = tests;
  const where = scope.sources === undefined ? 'no known event' : `no event of ${someOf(scope.sources)}`;
  const near = tests.flatMap(({ test, sources }) => nearEvents(test, sources ?? scope.sources, catalogue));
  return [
    {
      code: 'E-DEAD',
      message: `the rule can never fire: ${where} has a name that the condition accepts`,
      ...(first?.test.span && { span: first.test.span }),
      ...adviceOf(first?.test, near, rule.conditionText),
    },
  ];
}

/**
 * A pattern of finitely many names that by accident hits a few events of other services, while the source that has a
 * longer name for nearly each of them has none of these.
 */
function missedSource({ rule, catalogue, scope }: LintSubject): readonly Lint[] {
  if (scope.sources !== undefined) return [];
  const tests = nameTests(rule.condition, catalogue).slice(0, maxTests);
  return tests.flatMap(({ test, sources }): readonly Lint[] => {
    const texts = test.kind === 'regex' && test.anchor === 'full' ? textsOfRegex(test.source) : undefined;
    if (texts === undefined || texts.length < 3 || sources !== undefined) return [];
    const [source, covered] = bestSource(texts, catalogue) ?? [];
    if (source === undefined || covered !== texts.length) return [];
    const hits = eventsPassing(test, undefined, catalogue);
    const most = Math.max(0, ...countBySource(hits).values());
    if (most >= texts.length || hits.some(({ event }) => event.source === source)) return [];
    const near = nearEvents(test, [source], catalogue);
    const accident = hits.map(({ name, event }) => `${name} of ${event.source}`);
    const others = accident.length === 0 ? '' : `; it hits ${someOf(accident, 2)} instead`;
    return [
      {
        code: 'E-DEAD',
        message: `no event of ${source}, the source these names are of, has a name that the pattern accepts${others}`,
        ...(test.span && { span: test.span }),
        ...adviceOf(test, near, rule.conditionText),
      },
    ];
  });
}

function countBySource(events: readonly NamedEvent[]): ReadonlyMap<string, number> {
  const names = Map.groupBy(events, ({ event }) => event.source);
  return new Map([...names].map(([source, found]) => [source, new Set(found.map(({ name }) => name)).size]));
}

/** The source with longer names for the most of these texts, and how many that are. */
function bestSource(
  texts: readonly string[],
  catalogue: Catalogue,
): readonly [source: string, count: number] | undefined {
  const near = texts.map((text) => namesSpreading(text, catalogue).map(({ event }) => event.source));
  const covered = countsOf(near.flatMap((sources) => [...new Set(sources)]));
  const names = countsOf(near.flat());
  const [best] = [...covered].sort(
    ([a, some], [b, more]) => more - some || (names.get(b) ?? 0) - (names.get(a) ?? 0) || (a < b ? -1 : 1),
  );
  return best;
}

function countsOf(texts: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...Map.groupBy(texts, (text) => text)].map(([text, found]) => [text, found.length]));
}

/** Known events whose name has the words of a text the test asks for, with others between. */
function nearEvents(
  test: Condition,
  sources: readonly string[] | undefined,
  catalogue: Catalogue,
): readonly NamedEvent[] {
  const texts = test.kind === 'regex' ? (textsOfRegex(test.source) ?? []) : [];
  const near = new Set(texts.flatMap((text) => namesSpreading(text, catalogue)));
  return [...near].filter(({ event }) => sources === undefined || sources.includes(event.source));
}

/** Names the events that were meant, and writes the pattern of exactly these where the old one stands in the text. */
function adviceOf(
  test: Condition | undefined,
  near: readonly NamedEvent[],
  text: string,
): Pick<Lint, 'advice' | 'fix'> {
  const names = [...new Set(near.map(({ name }) => name))];
  if (names.length === 0) return { advice: 'compare the names with `trailhound catalog events SERVICE`' };
  const advice = `real names have a word between, such as ${someOf(names, 6)}`;
  const written = test?.kind === 'regex' ? writtenIn(text, test.span, test.source) : undefined;
  if (written === undefined || names.length > 60) return { advice };
  return { advice, fix: { span: written.span, text: patternOf(names) } };
}

/** `CreateNatGateway`, `DeleteNatGateway` → `(Create|Delete)NatGateway`: alternatives that share all but their verb, joined. */
function patternOf(names: readonly string[]): string {
  const byRest = Map.groupBy([...names].sort(), (name) => name.replace(/^[A-Z][a-z]+/, ''));
  const parts = [...byRest].map(([rest, found]) => {
    const verbs = found.map((name) => name.slice(0, name.length - rest.length));
    return verbs.length === 1 ? `${verbs[0]}${rest}` : `(${verbs.join('|')})${rest}`;
  });
  return `(${parts.join('|')})`;
}
