import type { Condition, GlobToken, Scalar } from '../condition/condition.js';
import { simplifyCondition } from '../condition/simplify-condition.js';
import { type Conversion, cannotSay, combined, dottedName, isAlwaysText } from './conversion.js';

/**
 * A condition as a Lucene query of the same meaning, on `.keyword` fields: whole values, with case. Only brackets decide
 * what belongs together, so the query means the same under any precedence.
 */
export function printLucene(condition: Condition): Conversion {
  return queryOf(simplifyCondition(condition));
}

function queryOf(condition: Condition): Conversion {
  switch (condition.kind) {
    case 'and':
    case 'or':
      if (condition.of.length === 0) return cannotSay(condition, 'Lucene has no constant conditions');
      return combined(
        condition.of.map(queryOf),
        (parts) => `(${parts.join(condition.kind === 'and' ? ' AND ' : ' OR ')})`,
      );
    case 'not':
      return combined([queryOf(condition.of)], ([part = '']) => `(NOT ${part})`);
    case 'exists':
      return existence(condition, condition.mode === 'nonNull', '');
    case 'isNull':
      return existence(condition, condition.mode === 'missingOrNull', 'NOT ');
    default:
      return fieldTest(condition);
  }
}

function existence(
  condition: Extract<Condition, { kind: 'exists' | 'isNull' }>,
  isSame: boolean,
  before: string,
): Conversion {
  const name = dottedName(condition.path);
  if (name === undefined) return cannotSay(condition, 'Lucene cannot name this field');
  if (!isSame) return cannotSay(condition, 'Lucene only knows fields that hold some value');
  if (!isAlwaysText(name)) return cannotSay(condition, 'for Lucene an empty object or list is not there');
  return { ok: true, value: before === '' ? `_exists_:${name}` : `(${before}_exists_:${name})` };
}

function fieldTest(condition: Condition): Conversion {
  if (!('path' in condition) || condition.kind === 'elem') return cannotSay(condition, 'Lucene has no such test');
  const name = dottedName(condition.path);
  if (name === undefined) return cannotSay(condition, 'Lucene cannot name this field');
  if ('neg' in condition && condition.neg === true)
    return cannotSay(condition, 'Lucene cannot ask for a value that fails a test');
  if ('fold' in condition && condition.fold === true) return cannotSay(condition, 'a keyword field heeds case');
  if ('coerce' in condition && condition.coerce === 'strict')
    return cannotSay(condition, 'Lucene takes numbers and booleans for their text');
  const say = (value: string): Conversion => ({ ok: true, value: `${name}.keyword:${value}` });
  switch (condition.kind) {
    case 'eq':
      return condition.value === null
        ? cannotSay(condition, 'null matches nothing in Lucene')
        : say(phrase(condition.value));
    case 'in':
      if (condition.values.length === 0 || condition.values.includes(null))
        return cannotSay(condition, 'null matches nothing in Lucene');
      return say(`(${condition.values.map(phrase).join(' OR ')})`);
    case 'prefix':
      return condition.text === ''
        ? cannotSay(condition, 'an empty prefix is a test for any text')
        : say(`${term(condition.text)}*`);
    case 'suffix':
      return condition.text === ''
        ? cannotSay(condition, 'an empty suffix is a test for any text')
        : say(`*${term(condition.text)}`);
    case 'contains':
      return condition.text === ''
        ? cannotSay(condition, 'an empty text is in every text')
        : say(`*${term(condition.text)}*`);
    case 'wildcard':
      return condition.glob.some(({ kind }) => kind === 'literal')
        ? say(globTerm(condition.glob))
        : cannotSay(condition, 'wildcards alone are a test for existence in Lucene');
    default:
      return cannotSay(condition, 'Lucene has no such test of a keyword field');
  }
}

function phrase(value: Scalar): string {
  return `"${String(value).replace(/["\\]/g, (character) => `\\${character}`)}"`;
}

/** A term with everything escaped that Lucene would take for syntax, spaces too. */
function term(text: string): string {
  return text.replace(/[^A-Za-z0-9_.]/gu, (character) => `\\${character}`);
}

function globTerm(glob: readonly GlobToken[]): string {
  return glob.map((token) => (token.kind === 'literal' ? term(token.text) : token.kind === 'any' ? '*' : '?')).join('');
}
