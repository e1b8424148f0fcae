/**
 * The text with every code point written by `write`, at most `maxLength` UTF-16 units of the result and never half of
 * what one code point became; ends in `…` where something was cut. UTF-16 units are at least as many as the characters
 * any vendor counts.
 */
export function fitText(text: string, maxLength: number, write: (character: string) => string = same): string {
  let fitted = '';
  let beforeEllipsis = '';
  for (const character of text) {
    const written = write(character);
    if (fitted.length + written.length > maxLength) return `${beforeEllipsis}…`;
    fitted += written;
    if (fitted.length < maxLength) beforeEllipsis = fitted;
  }
  return fitted;
}

const same = (character: string) => character;

const encoder = new TextEncoder();

/** Length of the text in UTF-8, bytes. */
export function byteLength(text: string): number {
  return encoder.encode(text).byteLength;
}
