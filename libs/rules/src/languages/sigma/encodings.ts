import { collapsed, type SigmaText } from './sigma-text.js';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const dashes = ['-', '/', '–', '—', '―'];
/** Most spellings one value with dashes stands for: four dashes in five forms. */
export const maxDashVariants = 625;

export type Utf16 = 'wide' | 'utf16le' | 'utf16be' | 'utf16';

/** UTF-16 bytes of a text: little-endian, big-endian, or little-endian behind a byte order mark (`utf16`). */
export function utf16Bytes(text: string, encoding: Utf16): Uint8Array {
  const bytes: number[] = encoding === 'utf16' ? [0xff, 0xfe] : [];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const [low, high] = [unit & 0xff, unit >> 8];
    bytes.push(...(encoding === 'utf16be' ? [high, low] : [low, high]));
  }
  return Uint8Array.from(bytes);
}

export function utf8Bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Bytes as a text of as many characters, for the fields that carry raw bytes so. */
export function bytesAsText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

export function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [first = 0, second, third] = bytes.subarray(at, at + 3);
    const bits = (first << 16) | ((second ?? 0) << 8) | (third ?? 0);
    text += alphabet.charAt(bits >> 18) + alphabet.charAt((bits >> 12) & 63);
    text += second === undefined ? '=' : alphabet.charAt((bits >> 6) & 63);
    text += third === undefined ? '=' : alphabet.charAt(bits & 63);
  }
  return text;
}

/**
 * What of the bytes' Base64 stays the same wherever they stand in a larger value: one text for each of the three
 * alignments, without the characters that neighbouring bytes have a part in.
 */
export function base64Offsets(bytes: Uint8Array): readonly string[] {
  return [0, 1, 2].map((before) => {
    const shifted = new Uint8Array(before + bytes.length);
    shifted.set(bytes, before);
    const firstWhole = [0, 2, 3][before] ?? 0;
    const shared = [0, 3, 2][shifted.length % 3] ?? 0;
    const text = base64(shifted);
    return text.slice(firstWhole, text.length - shared);
  });
}

/**
 * The text with every dash that begins a word in each of its five forms (`-`, `/`, en dash, em dash, horizontal bar);
 * undefined where that is more than {@link maxDashVariants} texts.
 */
export function dashVariants(text: SigmaText): readonly SigmaText[] | undefined {
  let variants: SigmaText[] = [[]];
  for (const token of text) {
    const parts = token.kind === 'literal' ? splitAtDashes(token.text) : [];
    const choices: readonly SigmaText[][] =
      token.kind === 'literal'
        ? parts.map((part) => (part.isDash ? dashes : [part.text]).map((text) => [{ kind: 'literal', text }]))
        : [[[token]]];
    for (const choice of choices) {
      if (variants.length * choice.length > maxDashVariants) return undefined;
      variants = variants.flatMap((before) => choice.map((next) => [...before, ...next]));
    }
  }
  return variants.map(collapsed);
}

function splitAtDashes(text: string): readonly { readonly text: string; readonly isDash: boolean }[] {
  return text
    .split(/(?<!\w)([-/–—―])(?=\w)/)
    .map((part, index) => ({ text: part, isDash: index % 2 === 1 }))
    .filter((part) => part.text !== '');
}
