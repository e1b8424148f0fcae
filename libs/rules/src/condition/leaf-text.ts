import type { JsonType } from './condition.js';

/**
 * A scalar as text: STR as it is, BOOL `true` or `false`, NUM in its shortest form. Undefined for null, objects, arrays
 * and what is missing: they equal no text.
 */
export function leafText(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      return String(value);
    default:
      return undefined;
  }
}

const numberText = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A number, or a text that spells a finite one in decimal; undefined for everything else. */
export function leafNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.length > 64 || !numberText.test(value)) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** The JSON type of a value of a record. */
export function jsonTypeOf(value: unknown): JsonType | undefined {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  return type === 'string' || type === 'number' || type === 'boolean' || type === 'object' ? type : undefined;
}

/** Whether a value is a leaf: a scalar, null too. */
export function isLeaf(value: unknown): boolean {
  return value === null || typeof value !== 'object';
}
