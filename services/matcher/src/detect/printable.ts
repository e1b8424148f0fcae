/** Most characters one placeholder of a title is replaced with. */
export const maxPlaceholderLength = 256;

/** Most characters of a title; long enough for every destination's own, shorter limit. */
export const maxTitleLength = 512;

// C0 and C1 controls drive terminals, bidi controls reorder what a person reads, line and paragraph separators break
// logs, and half a surrogate pair is no character at all. All of them can stand in any field of a record.
const unprintable = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\p{Cs}]/gu;

/** The text with every control character written out as `\u001b`, so that it can be shown anywhere. */
export function escapeControls(text: string): string {
  return text.replace(unprintable, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** At most `maxLength` characters, the last of them `…` when something was cut; never half a surrogate pair. */
export function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const end = maxLength - 1;
  const splitsPair = /[\ud800-\udbff]/.test(text.charAt(end - 1));
  return `${text.slice(0, splitsPair ? end - 1 : end)}…`;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** At most `maxBytes` of UTF-8, with `…` after the cut; characters stay whole. */
export function cutBytes(text: string, maxBytes: number): string {
  // No UTF-16 unit takes more than three bytes, so most texts need no encoding to know that they fit.
  if (text.length * 3 <= maxBytes) return text;
  const bytes = encoder.encode(text);
  if (bytes.length <= maxBytes) return text;
  let end = maxBytes - 3;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return `${decoder.decode(bytes.subarray(0, end))}…`;
}
