import type { FieldRef } from '../rule.js';
import { fieldRef } from './field-ref.js';

/** A piece of a title: text to show, or a field whose value is shown (`<missing>` where the record has none). */
export type TitlePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'field'; readonly field: FieldRef }
  /** Braces around what is no field path; shown as they stand, and lint says so. */
  | { readonly kind: 'bad-field'; readonly text: string };

/** Splits a title at its `{field}` placeholders. `{{` and `}}` are a literal brace. */
export function parseTitle(title: string): readonly TitlePart[] {
  const parts: TitlePart[] = [];
  const say = (text: string): void => {
    const last = parts.at(-1);
    if (last?.kind === 'text') parts[parts.length - 1] = { kind: 'text', text: last.text + text };
    else parts.push({ kind: 'text', text });
  };
  for (const [piece, name] of title.matchAll(/\{\{|\}\}|\{([^{}]*)\}|[^{}]+|[{}]/g)) {
    if (piece === '{{' || piece === '}}') say(piece.slice(1));
    else if (name === undefined) say(piece);
    else {
      const field = fieldRef(name.trim());
      parts.push(field.ok ? { kind: 'field', field: field.value } : { kind: 'bad-field', text: piece });
    }
  }
  return parts;
}
