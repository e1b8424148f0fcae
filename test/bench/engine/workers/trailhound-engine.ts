import { compileRules } from '@trailhound/rules';
import type { Engine } from './engine.js';
import type { IndexedRules } from './read-rules.js';

/** The compiled rule set as the matcher runs it, without hints: all it knows of a record are its bytes. */
export function trailhoundEngine({ rules, ruleIndex }: IndexedRules): Engine {
  const compiled = compileRules(rules);
  return {
    ruleIndex,
    match: (record) => {
      const evaluation = compiled.evaluate(record);
      return evaluation.kind === 'evaluated' ? evaluation.matched.map(({ id }) => id) : [];
    },
  };
}
