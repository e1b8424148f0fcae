import type { Parsed } from '@trailhound/contracts';
import type { Condition } from '../../condition/condition.js';
import { simplifyCondition } from '../../condition/simplify-condition.js';
import { cannotSay, printed } from '../kit/unsayable.js';
import { compileEventPattern } from './compile-event-pattern.js';
import { type Clause, clausesOf } from './print-clauses.js';
import { renderPattern } from './render-pattern.js';

type Members = Record<string, unknown>;

/**
 * The condition as the JSON of an event pattern, or a problem `E-CANNOT-SAY` that names the part no pattern can say. The
 * pattern matches the same records, given that documented members have their documented types and no member has a dot
 * in its name.
 */
export function printEventBridge(condition: Condition): Parsed<string> {
  return printed('eventbridge', () => {
    const clauses = clausesOf(simplifyCondition(condition));
    const pattern = patternOf(clauses) ?? cannotSay(condition, 'a pattern is about a field');
    const read = compileEventPattern(pattern);
    return read.ok
      ? renderPattern(pattern).text
      : cannotSay(condition, read.problems[0]?.message ?? 'it would be refused');
  });
}

/** One mapping with the fields all clauses share and `$or` for the rest; undefined where a clause wants nothing. */
function patternOf(clauses: readonly Clause[]): Members | undefined {
  const [first] = clauses;
  if (first === undefined) return undefined;
  const shared = new Map(
    [...first].filter(([name, { list }]) => clauses.every((clause) => isSame(clause.get(name)?.list, list))),
  );
  const rests = clauses.map((clause) => new Map([...clause].filter(([name]) => !shared.has(name))));
  // What one alternative leaves open, the others only narrow.
  const isDecided = rests.some((rest) => rest.size === 0);
  const pattern = nested(shared);
  if (!isDecided) placeAlternatives(pattern, rests);
  return Object.keys(pattern).length === 0 ? undefined : pattern;
}

/** Inside of `detail` where all of them are about the record, as people write it. */
function placeAlternatives(pattern: Members, rests: readonly Clause[]): void {
  const isInDetail = rests.every((rest) =>
    [...rest.values()].every(({ names }) => names[0] === 'detail' && names.length > 1),
  );
  const alternatives = rests.map(nested);
  if (!isInDetail) pattern.$or = alternatives;
  else pattern.detail = { ...(pattern.detail as Members | undefined), $or: alternatives.map(({ detail }) => detail) };
}

function nested(clause: Clause): Members {
  const root: Members = {};
  for (const { names, list } of clause.values()) {
    let here = root;
    for (const name of names.slice(0, -1)) {
      here[name] ??= {};
      here = here[name] as Members;
    }
    here[names.at(-1) ?? ''] = list;
  }
  return root;
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
