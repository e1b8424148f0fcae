const unprintable =
  // C0 and C1 controls, DEL, and the characters that reorder or hide text (bidi controls, zero-width, line separators).
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/**
 * The text as it is safe to print: every character that could move the cursor, change colours or reorder the line is
 * written as `\n`, `\x1b` or `\u202e`. Fields of a record are attacker-controlled; nothing of them reaches a terminal
 * without passing here.
 */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => {
    if (character === '\n') return '\\n';
    if (character === '\t') return '\\t';
    if (character === '\r') return '\\r';
    const code = character.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** At most `width` characters of printable text, the last one an ellipsis where something was cut. */
export function fitted(text: string, width: number): string {
  const safe = printable(text);
  const characters = [...safe];
  return characters.length <= width ? safe : `${characters.slice(0, Math.max(0, width - 1)).join('')}…`;
}
