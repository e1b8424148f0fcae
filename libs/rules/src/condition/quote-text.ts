/** Longest text shown of a value, in characters. */
export const maxShownLength = 120;

/**
 * A value as one line of JSON that is safe to print: control characters, line separators and characters that turn the
 * reading direction are escaped, and what is longer than `maxLength` characters is cut and marked with `…`.
 */
export function quoteText(value: unknown, maxLength = maxShownLength): string {
  if (typeof value === 'string') return `"${cutTo(escaped(value.slice(0, maxLength + 1)), value.length, maxLength)}"`;
  const text = escapeUnseen(JSON.stringify(value) ?? 'nothing');
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}

function escaped(text: string): string {
  return escapeUnseen(JSON.stringify(text).slice(1, -1));
}

function cutTo(text: string, fullLength: number, maxLength: number): string {
  return fullLength > maxLength ? `${text.slice(0, maxLength)}…` : text;
}

// Everything of general category Control, Format, Line or Paragraph separator: C1 controls, bidirectional overrides,
// zero-width characters, byte order marks. JSON.stringify has escaped C0 and lone surrogates already.
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

function escapeUnseen(json: string): string {
  return json.replace(unseen, (character) => {
    let out = '';
    for (let at = 0; at < character.length; at++) {
      out += `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
    }
    return out;
  });
}
