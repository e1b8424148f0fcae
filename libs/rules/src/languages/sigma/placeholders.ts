import type { NamedValues } from '../language.js';
import type { Refusal } from './modifiers.js';
import { collapsed, type SigmaText } from './sigma-text.js';
import type { SigmaValue } from './values.js';

/** Most texts one value with placeholders stands for. */
const maxExpansions = 10_000;

/**
 * Replaces each `%name%` by the values of that name, every one of them literally: a list makes one text an element.
 * A name nobody gives a value is refused.
 */
export function expand(text: SigmaText, values: NamedValues): readonly SigmaValue[] | Refusal {
  let texts: SigmaText[] = [[]];
  for (const token of text) {
    const parts = token.kind === 'literal' ? token.text.split(/%([A-Za-z_][\w-]*)%/) : [];
    if (token.kind !== 'literal') texts = texts.map((before) => [...before, token]);
    for (const [index, part] of parts.entries()) {
      const choices = index % 2 === 0 ? [part] : namedTexts(part, values);
      if (choices === undefined) {
        const message = `there is no value named ${part}, which %${part}% stands for`;
        return { code: 'E-VALUE-UNKNOWN', message, fix: `add it under values: ${part}` };
      }
      if (texts.length * choices.length > maxExpansions) {
        const message = `the placeholders of this value stand for more than ${maxExpansions} texts`;
        return { code: 'E-LIMIT', message, fix: 'use fewer placeholders in one value' };
      }
      texts = texts.flatMap((before) =>
        choices.map((choice): SigmaText => [...before, { kind: 'literal', text: choice }]),
      );
    }
  }
  return texts.map((tokens) => {
    const filled = tokens.filter((token) => token.kind !== 'literal' || token.text !== '');
    return { kind: 'text', text: collapsed(filled) };
  });
}

function namedTexts(name: string, values: NamedValues): readonly string[] | undefined {
  if (!Object.hasOwn(values, name)) return undefined;
  const value = values[name];
  return value === undefined ? undefined : [value].flat().map(String);
}
