import { type LazyRecord, noValue } from '@trailhound/cloudtrail';
import type { CompiledCondition } from '../condition/compile-condition.js';

const backslash = 0x5c;

/**
 * Whether the text in a slot of the open record begins with a literal, told by the bytes it is written as. `otherwise` is
 * asked where they do not tell: the path reaches something else than one text, or an escape stands where they differ.
 * Undefined for a literal that JSON may write otherwise than in its own bytes.
 */
export function prefixTest(
  record: LazyRecord,
  { slot, text }: { readonly slot: number; readonly text: string },
  otherwise: CompiledCondition,
): CompiledCondition | undefined {
  if (!/^[ !#-[\]-~]+$/.test(text)) return undefined;
  const literal = new TextEncoder().encode(text);
  return (view) => {
    const start = record.textAt(slot);
    if (start === noValue) return 'no-match';
    if (start < 0) return otherwise(view);
    const { bytes } = record;
    for (let at = 0; at < literal.length; at++) {
      // An escape is longer than what it stands for: a text that is too short as written is too short.
      if (start + at >= record.textEnd) return 'no-match';
      const byte = bytes[start + at];
      if (byte !== literal[at]) return byte === backslash ? otherwise(view) : 'no-match';
    }
    return 'match';
  };
}
