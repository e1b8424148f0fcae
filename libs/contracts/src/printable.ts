// What a terminal or a log viewer may act on: controls (U+009B alone begins an escape sequence), line and paragraph
// separators, format characters such as the marks that turn the direction of text or the invisible tag letters, and half
// a surrogate pair, which is no character at all. All of them can stand in any field of a record.
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * Text with every control, separator and format character as `\uXXXX`: safe to print on one line of a terminal. On JSON
 * of one line the value it says is unchanged.
 */
export function printable(text: string): string {
  return text.replace(unprintable, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

/** At most `maxLength` UTF-16 units, the last of them `…` when something was cut; never half a surrogate pair. */
export function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const end = maxLength - 1;
  const splitsPair = /[\ud800-\udbff]/.test(text.charAt(end - 1));
  return `${text.slice(0, splitsPair ? end - 1 : end)}…`;
}
