import type { Problem } from '@trailhound/contracts';
import type { SourceDocument } from '../source/source-document.js';
import { readField, readSpan } from './counting.js';
import type { Watch } from './rule-draft.js';
import type { RuleFileKeys } from './rule-schema.js';

/**
 * What a rule watches for, where it does: `absence` or `firstSeen`. Neither goes together with the other, nor with a
 * threshold or dedup: they say themselves when there is an alert. Pushes a problem for what cannot be meant.
 */
export function readWatch(document: SourceDocument, keys: RuleFileKeys, problems: Problem[]): Watch | undefined {
  const { absence, firstSeen } = keys;
  const key = absence ? 'absence' : 'firstSeen';
  if (absence === undefined && firstSeen === undefined) return undefined;
  const refuse = (message: string, fix: string, path: readonly string[]): void => {
    problems.push({ code: 'RULE_BAD_VALUE', message, fix, place: document.placeOfKey(path) });
  };
  if (absence && firstSeen) refuse('firstSeen is not possible with absence', 'write two rules', ['firstSeen']);
  for (const other of ['threshold', 'dedup'] as const) {
    if (keys[other] === undefined) continue;
    refuse(`${other} is not possible with ${key}`, `leave ${other} out: there is one alert in ${key}.within`, [other]);
  }
  if (absence) {
    const withinMs = readSpan(document, ['absence', 'within'], absence.within, problems) ?? 1;
    return { kind: 'absence', withinMs, ...(absence.of !== undefined && { of: absence.of }) };
  }
  if (!firstSeen) return undefined;
  const withinMs = readSpan(document, ['firstSeen', 'within'], firstSeen.within, problems) ?? 1;
  const learnMs =
    firstSeen.learn === undefined ? 0 : (readSpan(document, ['firstSeen', 'learn'], firstSeen.learn, problems) ?? 0);
  const of = firstSeen.of.map((name, index) => readField(document, ['firstSeen', 'of', index], name, problems));
  for (const [index, name] of firstSeen.of.entries()) {
    const place = document.placeOf(['firstSeen', 'of', index]);
    const twice = firstSeen.of.indexOf(name) !== index;
    if (!twice && !keys.groupBy?.includes(name)) continue;
    const message = twice ? `firstSeen.of names ${name} twice` : `firstSeen.of names ${name}, by which groups are told`;
    const fix = twice ? 'name it once' : 'take it out of groupBy: in its own group a value is never new';
    problems.push({ code: 'RULE_BAD_VALUE', message, fix, place });
  }
  return { kind: 'first-seen', withinMs, of, learnMs };
}

/** Refuses `absence.of` in languages whose condition is no single text. */
export function absenceOfProblems(document: SourceDocument, keys: RuleFileKeys, language: string): readonly Problem[] {
  if (keys.absence?.of === undefined) return [];
  const message = `absence.of is not possible in ${language}, whose condition is more than one text`;
  const fix = 'leave it out: absence then misses another match, or write the rule in a language of texts';
  return [{ code: 'RULE_BAD_VALUE', message, fix, place: document.placeOfKey(['absence', 'of']) }];
}
