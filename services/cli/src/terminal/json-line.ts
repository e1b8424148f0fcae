import { printable } from '@trailhound/contracts';

/**
 * A value as one line of JSON that no terminal acts on: what `printable` escapes is written as `\uXXXX`, which in JSON
 * says the same value.
 */
export function jsonLine(value: unknown): string {
  return printable(JSON.stringify(value));
}

/**
 * JSON text on one line, its members and numbers as they were written. A line break inside JSON text is white space
 * between tokens, never part of a value.
 */
export function jsonOnOneLine(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return printable(text.replace(/[\r\n]\s*/g, '').replaceAll('\t', ' '));
}
