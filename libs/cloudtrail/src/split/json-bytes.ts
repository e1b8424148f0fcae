/** The bytes JSON's structure is made of. */
export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON_SIGN = 0x3a;
export const BACKSLASH = 0x5c;
export const NEWLINE = 0x0a;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;
export const OPEN_ARRAY = 0x5b;
export const CLOSE_ARRAY = 0x5d;

export function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === NEWLINE || byte === 0x0d || byte === 0x09;
}

/** A byte of a number, `true`, `false` or `null`; also of anything the item's parser will refuse as such. */
export function isScalarByte(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    byte === 0x2d ||
    byte === 0x2b ||
    byte === 0x2e
  );
}

/** The UTF-8 byte order mark is EF BB BF; files that were joined may carry it between them. */
export function isByteOrderMark(byte: number): boolean {
  return byte === 0xef || byte === 0xbb || byte === 0xbf;
}

/** Index of the first quote or backslash at or after `at`; the length when there is none. */
export function textEnd(bytes: Uint8Array, at: number): number {
  const { length } = bytes;
  let end = at;
  for (; end < length; end++) {
    const byte = bytes[end];
    if (byte === QUOTE || byte === BACKSLASH) break;
  }
  return end;
}

/** Index of the `{` of the first line that starts with one, after the first byte; -1 when there is none. */
export function nextObjectLine(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) {
    if (bytes[at + 1] === OPEN_OBJECT) return at + 1;
  }
  return -1;
}
