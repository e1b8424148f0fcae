import type { PatternProblem } from './pattern-reader.js';
import type { EventPattern, Field } from './syntax.js';

/** Most rules one pattern stands for once its `$or` are multiplied out; EventBridge has the same limit. */
export const maxFlatRules = 1000;

/**
 * The pattern as alternatives, each a list of fields that must all hold: `$or` multiplied out, so that every field of an
 * alternative can be held to the same element of an array. A field named twice in one alternative is a problem:
 * EventBridge would look at the last only.
 */
export function flatRules(pattern: EventPattern): {
  readonly rules: readonly (readonly Field[])[];
  readonly problems: readonly PatternProblem[];
} {
  const problems = new Map<string, PatternProblem>();
  let rules: readonly (readonly Field[])[] | undefined = multiply(pattern);
  if (rules === undefined) {
    const message = `its "$or" stand for more than ${maxFlatRules} combinations`;
    problems.set('', { code: 'E-EB-OR', message, at: [], fix: 'split the rule' });
    rules = [];
  }
  for (const rule of rules) {
    const seen = new Set<string>();
    for (const { names, at } of rule) {
      const name = names.join('.');
      if (seen.has(name)) {
        const message = `${name} stands here a second time; EventBridge would look at one of them only`;
        problems.set(at.join('/'), { code: 'E-EB-FIELD-TWICE', message, at, fix: 'join the lists into one' });
      }
      seen.add(name);
    }
  }
  return { rules, problems: [...problems.values()] };
}

function multiply({ parts }: EventPattern): readonly (readonly Field[])[] | undefined {
  let rules: readonly (readonly Field[])[] = [[]];
  for (const part of parts) {
    if (part.kind === 'field') {
      rules = rules.map((rule) => [...rule, part]);
      continue;
    }
    const alternatives = part.of.map(multiply);
    const known = alternatives.filter((found) => found !== undefined).flat();
    if (known.length * rules.length > maxFlatRules || alternatives.includes(undefined)) return undefined;
    rules = rules.flatMap((rule) => known.map((alternative) => [...rule, ...alternative]));
  }
  return rules;
}
