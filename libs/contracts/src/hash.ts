import { sha256 } from '@noble/hashes/sha2.js';

const encoder = new TextEncoder();
const hexDigits = '0123456789abcdef';
const base64UrlDigits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** SHA-256 of the text's UTF-8 bytes. */
export function sha256Bytes(text: string): Uint8Array {
  return sha256(encoder.encode(text));
}

/** SHA-256 of the text's UTF-8 bytes as 64 lower-case hexadecimal digits. */
export function sha256Hex(text: string): string {
  let hex = '';
  for (const byte of sha256Bytes(text)) hex += `${hexDigits[byte >> 4]}${hexDigits[byte & 15]}`;
  return hex;
}

/** The first `length` characters of SHA-256 in base64url without padding (RFC 4648 section 5). 22 characters keep 132 bits. */
export function sha256Base64Url(text: string, length = 43): string {
  const bytes = sha256Bytes(text);
  let out = '';
  for (let at = 0; at < bytes.length && out.length < length; at += 3) {
    const word = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    for (let shift = 18; shift >= 0; shift -= 6) out += base64UrlDigits[(word >> shift) & 63];
  }
  return out.slice(0, length);
}
