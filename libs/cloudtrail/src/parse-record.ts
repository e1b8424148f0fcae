import type { Parsed } from '@trailhound/contracts';
import { isJsonObject, type JsonObject } from './json-object.js';

const decoder = new TextDecoder('utf-8');

/** A number that may not fit a double: an exponent, or 16 digits in a row. Also hits inside strings, which only costs time. */
const riskyNumber = /[:,[\s]-?(?:[\d.]{16}|[\d.]+[eE])/;

type JsonParser = (
  text: string,
  reviver: (name: string, value: unknown, context: { readonly source?: string }) => unknown,
) => unknown;
// The reviver's third argument (ECMAScript 2026, in V8 since 11.4) is not in TypeScript's library yet.
const parseWithSource = JSON.parse as JsonParser;

/**
 * `JSON.parse` that loses no number: one that a double cannot hold (1e999, integers past 2^53) becomes the text it was
 * written as. The last of duplicate members wins; `__proto__` is an ordinary member. Throws SyntaxError, and RangeError
 * for nesting that exhausts the stack.
 */
export function parseJson(text: string): unknown {
  if (!riskyNumber.test(text)) return JSON.parse(text);
  return parseWithSource(text, (_name, value, context) => {
    if (typeof value !== 'number' || context.source === undefined) return value;
    return fitsDouble(value, context.source) ? value : context.source;
  });
}

function fitsDouble(value: number, source: string): boolean {
  if (!Number.isFinite(value)) return false;
  if (value === 0) return !/^-?[0.]*[1-9]/.test(source);
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER || !/^-?\d+$/.test(source);
}

/** The record in UTF-8 JSON bytes; a problem `E-RECORD` when they are no JSON object. Invalid UTF-8 reads as U+FFFD. */
export function parseRecord(bytes: Uint8Array): Parsed<JsonObject> {
  try {
    const value = parseJson(decoder.decode(bytes));
    if (isJsonObject(value)) return { ok: true, value };
    return refuse(`expected a JSON object, found ${kindOf(value)}`);
  } catch (error) {
    return refuse(parseFailure(error));
  }
}

/** Why JSON cannot be parsed, without the piece of it that V8 quotes: it may be out of a secret. */
export function parseFailure(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/, (?:\.{3})?"[\s\S]*$/, ' in JSON');
}

/** What a JSON value is, in words for messages. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function refuse(message: string): Parsed<JsonObject> {
  return { ok: false, problems: [{ code: 'E-RECORD', message }] };
}
