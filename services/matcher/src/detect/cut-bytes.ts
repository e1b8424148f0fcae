const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** At most `maxBytes` (at least 3) of UTF-8, the last of them `…` when something was cut; characters stay whole. */
export function cutBytes(text: string, maxBytes: number): string {
  // No UTF-16 unit takes more than three bytes, so most texts need no encoding to know that they fit.
  if (text.length * 3 <= maxBytes) return text;
  const bytes = encoder.encode(text);
  if (bytes.length <= maxBytes) return text;
  let end = maxBytes - 3;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return `${decoder.decode(bytes.subarray(0, end))}…`;
}
