// What a terminal or a log viewer may act on: controls (0x9b alone begins an escape sequence), line and paragraph
// separators, and format characters such as the marks that turn the direction of text or the invisible tag letters.
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * Text with every control, separator and format character as `\uXXXX`. On JSON of one line the value it says is
 * unchanged; other text becomes safe to print on one line of a terminal.
 */
export function printable(text: string): string {
  return text.replace(unprintable, asEscape);
}

function asEscape(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
