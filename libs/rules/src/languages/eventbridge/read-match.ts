import { didYouMean } from '@trailhound/contracts';
import { parseAddress, parseNet } from '../../condition/address.js';
import { onlyEntry } from './only-entry.js';
import type { PatternReader, PatternValue } from './pattern-reader.js';
import { readExcluded } from './read-excluded.js';
import { readGlob } from './read-glob.js';
import { readNumeric } from './read-numeric.js';
import type { Match } from './syntax.js';

/** The operators; https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
const operators = [
  'exactly',
  'prefix',
  'suffix',
  'equals-ignore-case',
  'wildcard',
  'cidr',
  'exists',
  'numeric',
  'anything-but',
] as const;

/** Words that cannot be field names directly inside of `$or`. */
export const reservedWords: ReadonlySet<string> = new Set([...operators, '=', '<', '<=', '>', '>=']);

/** One entry of a field's list; undefined, with a problem, for what is none. */
export function readMatch(reader: PatternReader, { value, at }: PatternValue): Match | undefined {
  if (typeof value === 'string') {
    return parseAddress(value) === undefined ? { kind: 'literal', value } : { kind: 'address', text: value };
  }
  if (typeof value === 'number') return { kind: 'literal', value: reader.number(value, at) };
  if (typeof value === 'boolean' || value === null) return { kind: 'literal', value };
  if (typeof value !== 'object' || Array.isArray(value)) {
    const fix = 'list texts, numbers, true, false, null and matches such as {"prefix": "aws."}';
    return reader.refuse('E-EB-VALUE', 'a list inside of a list matches nothing', at, fix);
  }
  const entry = onlyEntry(reader, { value, at });
  return entry && readOperator(reader, entry.name, entry.operand);
}

function readOperator(reader: PatternReader, name: string, operand: PatternValue): Match | undefined {
  const operator = operators.find((known) => known === name);
  switch (operator) {
    case 'exactly':
    case 'equals-ignore-case': {
      const text = textOf(reader, name, operand);
      return text === undefined ? undefined : { kind: operator, text };
    }
    case 'prefix':
    case 'suffix':
      return readAffix(reader, operator, operand);
    case 'wildcard': {
      const text = textOf(reader, name, operand);
      const glob = text === undefined ? undefined : readGlob(reader, text, operand.at);
      return glob && { kind: 'wildcard', glob };
    }
    case 'cidr': {
      const net = textOf(reader, name, operand);
      if (net === undefined) return undefined;
      if (net.includes('/') && parseNet(net) !== undefined) return { kind: 'cidr', net };
      const fix = 'write it as 10.0.0.0/8 or 2001:db8::/32';
      return reader.refuse('E-EB-CIDR', `${JSON.stringify(net.slice(0, 60))} is no CIDR block`, operand.at, fix);
    }
    case 'exists':
      if (typeof operand.value === 'boolean') return { kind: 'exists', present: operand.value };
      return reader.refuse('E-EB-VALUE', '"exists" needs true or false', operand.at);
    case 'numeric':
      return readNumeric(reader, operand);
    case 'anything-but':
      return readExcluded(reader, operand);
    case undefined:
      return refuseOperator(reader, name, operand);
    default:
      return operator satisfies never;
  }
}

function readAffix(reader: PatternReader, kind: 'prefix' | 'suffix', operand: PatternValue): Match | undefined {
  const { value } = operand;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const text = textOf(reader, kind, operand);
    return text === undefined ? undefined : { kind, text, fold: false };
  }
  const inner = onlyEntry(reader, operand);
  if (inner === undefined) return undefined;
  if (inner.name !== 'equals-ignore-case') {
    const fix = `write {"${kind}": {"equals-ignore-case": "…"}}`;
    return reader.refuse('E-EB-OPERATOR', `"${kind}" takes a text or equals-ignore-case`, inner.operand.at, fix);
  }
  const text = textOf(reader, inner.name, inner.operand);
  return text === undefined ? undefined : { kind, text, fold: true };
}

/** The operand where it is a text; undefined, with a problem, otherwise. */
export function textOf(reader: PatternReader, operator: string, { value, at }: PatternValue): string | undefined {
  if (typeof value === 'string') return value;
  const found = Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
  const fix = Array.isArray(value) ? `write one {"${operator}": "…"} for each in the field's list` : 'write a text';
  return reader.refuse('E-EB-VALUE', `"${operator}" needs a text, not ${found}`, at, fix);
}

function refuseOperator(reader: PatternReader, name: string, { at }: PatternValue): undefined {
  const shown = JSON.stringify(name.slice(0, 60));
  const near = operators.find((known) => known === name.toLowerCase()) ?? didYouMean(name, operators);
  const fix = near === undefined ? `operators are ${operators.join(', ')}` : `did you mean "${near}"?`;
  return reader.refuse('E-EB-OPERATOR', `${shown} is no operator of event patterns`, at, fix);
}
