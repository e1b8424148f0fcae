import { isJsonObject, viewOf } from '@trailhound/cloudtrail';
import { compileCondition } from '@trailhound/rules';
import type { Engine } from './engine.js';
import type { IndexedRules } from './read-rules.js';

/** Parses every record and tries every rule on it. Nothing to look up, nothing to get wrong: the reference for matches. */
export function naiveEngine({ rules, ruleIndex }: IndexedRules): Engine {
  const compiled = rules.map(({ id, condition }) => ({ id, test: compileCondition(condition) }));
  const decoder = new TextDecoder();
  return {
    ruleIndex,
    match: (bytes) => {
      const record = parsed(decoder.decode(bytes));
      if (record === undefined) return [];
      const view = viewOf(record);
      return compiled.filter(({ test }) => test(view) === 'match').map(({ id }) => id);
    },
  };
}

function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
