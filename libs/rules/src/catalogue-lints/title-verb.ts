import type { Lint } from '../lint/lint.js';
import { type Action, actionOf, subjectOf, verbsOfActions } from './event-words.js';
import { type LintSubject, someOf } from './linted-rule.js';

/** Words of titles that name one action. Words that are also nouns or mean several things are left out. */
const titleWords: readonly (readonly [RegExp, Action])[] = [
  [/\b(?:delet(?:e|es|ed|ion)|removed?|terminated?)\b/i, 'delete'],
  [/\b(?:create|creates|created|creation)\b/i, 'create'],
  [/\b(?:updated?|modified|changed)\b/i, 'change'],
  [/\bexport(?:ed|s)?\b/i, 'export'],
  [/\bstopped\b/i, 'stop'],
  [/\bstarted\b/i, 'start'],
  [/\bdisabled\b/i, 'disable'],
  [/\benabled\b/i, 'enable'],
  [/\bdetached\b/i, 'detach'],
  [/\battached\b/i, 'attach'],
];

/**
 * A title that names one action while the condition asks only for others, though the one of the title exists for the
 * same subject at the same source.
 */
export function titleLints({ rule, catalogue, scope }: LintSubject): readonly Lint[] {
  const told = titleWords.filter(([word]) => word.test(rule.title)).map(([, action]) => action);
  const [action] = told;
  if (action === undefined || told.length > 1 || scope.matched.length === 0 || scope.matched.length > 10) return [];
  if (scope.matched.some(({ name }) => (actionOf(name) ?? action) === action)) return [];
  const meant = scope.matched.flatMap(({ name, event }) =>
    verbsOfActions[action]
      .map((verb) => `${verb}${subjectOf(name)}`)
      .filter((candidate) => catalogue.find(event.source, candidate) !== undefined),
  );
  if (meant.length === 0) return [];
  const names = [...new Set(scope.matched.map(({ name }) => name))];
  const both = [...new Set([...meant, ...names])].join(' OR ');
  const message = `the title says ${action}, the condition asks for ${someOf(names)}`;
  return [{ code: 'I-TITLE', message, advice: `did you mean (${both})?` }];
}
