import type { NumberOp, TimePart } from '../../condition/condition.js';
import { parseSigmaText, type SigmaText } from './sigma-text.js';
import type { PlainValue } from './syntax.js';

export type FieldOp = '=' | 'prefix' | 'suffix' | 'contains';

/** A value on its way through the modifiers of its item. */
export type SigmaValue =
  /** `raw` until a modifier has changed the text: what `re`, `cidr` and `fieldref` read. */
  | { readonly kind: 'text'; readonly text: SigmaText; readonly raw?: string }
  /** Equal as text, in each of the spellings. */
  | { readonly kind: 'scalar'; readonly value: number | boolean; readonly spellings: readonly string[] }
  | { readonly kind: 'null' }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'regex'; readonly source: string; readonly flags: string }
  | { readonly kind: 'cidr'; readonly net: string }
  | { readonly kind: 'number'; readonly op: NumberOp; readonly value: number; readonly part?: TimePart }
  | { readonly kind: 'exists'; readonly wanted: boolean }
  | { readonly kind: 'field'; readonly field: string; readonly op: FieldOp };

/** The value as its detection writes it. */
export function sigmaValue({ value, typed }: PlainValue): SigmaValue {
  if (value === null) return { kind: 'null' };
  if (typeof value === 'string') return { kind: 'text', text: parseSigmaText(value), raw: value };
  return { kind: 'scalar', value, spellings: [...new Set([String(value), typed])] };
}

/** The value in words, for messages. */
export function describeValue(value: SigmaValue): string {
  switch (value.kind) {
    case 'text':
      return 'a text';
    case 'scalar':
      return typeof value.value === 'number' ? 'a number' : 'true or false';
    case 'null':
      return 'null';
    case 'bytes':
      return 'encoded bytes';
    case 'regex':
      return 'a pattern';
    case 'cidr':
      return 'a network';
    case 'number':
      return 'a comparison';
    case 'exists':
      return 'an existence test';
    case 'field':
      return 'a field';
    default:
      return value satisfies never;
  }
}
