import type { PatternReader, PatternValue } from './pattern-reader.js';
import type { Match, NumericOp, NumericTerm } from './syntax.js';

const comparisons: readonly NumericOp[] = ['=', '<', '<=', '>', '>='];

/** The operand of `numeric`: one comparison, or a lower bound followed by an upper one. */
export function readNumeric(reader: PatternReader, operand: PatternValue): Match | undefined {
  const { value, at } = operand;
  const refuse = (message: string, fix = 'write ["=", 5], ["<", 10] or [">", 0, "<=", 5]'): undefined =>
    reader.refuse('E-EB-NUMERIC', message, at, fix);
  if (!Array.isArray(value)) return refuse('"numeric" needs a list of comparisons');
  const members = reader.members(value, operand).map((member) => member.value);
  const terms: NumericTerm[] = [];
  for (let index = 0; index < members.length; index += 2) {
    const op = comparisons.find((known) => known === members[index]);
    const number = members[index + 1];
    if (op === undefined) return refuse(`${JSON.stringify(members[index])} is no comparison`);
    if (typeof number !== 'number') return refuse(`"${op}" needs a number`);
    terms.push({ op, value: number });
  }
  const [low, high, ...others] = terms;
  if (low === undefined || others.length > 0) return refuse('"numeric" takes one or two comparisons');
  if (high === undefined) return { kind: 'numeric', terms };
  if (!low.op.startsWith('>') || !high.op.startsWith('<')) return refuse('a range is a lower and then an upper bound');
  if (low.value >= high.value) return refuse('no number is in this range', 'make the first bound the lower one');
  return { kind: 'numeric', terms };
}
