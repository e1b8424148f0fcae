import { onlyEntry } from './only-entry.js';
import type { PatternReader, PatternValue } from './pattern-reader.js';
import { readGlob } from './read-glob.js';
import type { Match } from './syntax.js';

/** The operand of `anything-but`: a text or number, a list of one kind of these, or an operator on texts. */
export function readExcluded(reader: PatternReader, operand: PatternValue): Match | undefined {
  const { value } = operand;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return readLiterals(reader, operand);
  const inner = onlyEntry(reader, operand);
  if (inner === undefined) return undefined;
  const { name } = inner;
  const texts = readTexts(reader, name, inner.operand);
  switch (name) {
    case 'prefix':
    case 'suffix':
      if (texts?.includes('')) {
        return reader.refuse('E-EB-VALUE', `every text has the ${name} ""`, inner.operand.at, 'write a text');
      }
      return texts && { kind: 'anything-but', excluded: { kind: name, texts } };
    case 'equals-ignore-case':
      return texts && { kind: 'anything-but', excluded: { kind: name, texts } };
    case 'wildcard': {
      const globs = texts?.map((text) => readGlob(reader, text, inner.operand.at));
      if (globs === undefined || globs.includes(undefined)) return undefined;
      return { kind: 'anything-but', excluded: { kind: name, globs: globs.filter((glob) => glob !== undefined) } };
    }
    default: {
      const message = `"anything-but" does not go with ${JSON.stringify(name.slice(0, 60))}`;
      const fix = 'it goes with prefix, suffix, equals-ignore-case and wildcard';
      return reader.refuse('E-EB-OPERATOR', message, inner.operand.at, fix);
    }
  }
}

function readLiterals(reader: PatternReader, operand: PatternValue): Match | undefined {
  const members = listOf(reader, operand);
  const values: (string | number)[] = [];
  for (const { value, at } of members) {
    if (typeof value === 'number') values.push(reader.number(value, at));
    else if (typeof value === 'string') values.push(value);
    else {
      const message = '"anything-but" takes texts or numbers only';
      return reader.refuse('E-EB-VALUE', message, at, 'for null and booleans list what the field may be instead');
    }
  }
  if (values.length === 0) return reader.refuse('E-EB-EMPTY', '"anything-but" excludes nothing', operand.at);
  const kinds = new Set(members.map(({ value }) => typeof value));
  if (kinds.size > 1) {
    return reader.refuse('E-EB-VALUE', '"anything-but" mixes texts and numbers', operand.at, 'use one kind');
  }
  return { kind: 'anything-but', excluded: { kind: 'literal', values } };
}

function readTexts(reader: PatternReader, name: string, operand: PatternValue): readonly string[] | undefined {
  const members = listOf(reader, operand);
  const texts = members.map(({ value }) => value).filter((value) => typeof value === 'string');
  if (members.length === 0) return reader.refuse('E-EB-EMPTY', `"${name}" excludes nothing`, operand.at);
  if (texts.length === members.length) return texts;
  return reader.refuse('E-EB-VALUE', `inside "anything-but", "${name}" takes texts only`, operand.at, 'write texts');
}

function listOf(reader: PatternReader, operand: PatternValue): readonly PatternValue[] {
  return Array.isArray(operand.value) ? reader.members(operand.value, operand) : [operand];
}
