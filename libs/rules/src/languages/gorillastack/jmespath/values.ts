import { own } from '@trailhound/cloudtrail';
import type { Budget } from './budget.js';
import type { Expression, Json } from './syntax.js';

/** What an evaluation handles: JSON, or an expression passed to a function with `&`. */
export type Value = Json | Reference;

/** `&expression`: a value only functions take. */
export class Reference {
  readonly of: Expression;

  constructor(of: Expression) {
    this.of = of;
  }
}

export type TypeName = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object' | 'expref';

export function typeOf(value: Value): TypeName {
  if (value === null) return 'null';
  if (value instanceof Reference) return 'expref';
  if (Array.isArray(value)) return 'array';
  return typeof value as 'boolean' | 'number' | 'string' | 'object';
}

export function isArray(value: Value): value is readonly Json[] {
  return Array.isArray(value);
}

export function isObject(value: Value): value is { readonly [name: string]: Json } {
  return typeOf(value) === 'object';
}

/** The member of that name the object has itself; null where it has none or is no object. */
export function memberOf(value: Value, name: string): Json {
  return isObject(value) ? ((own(value, name) as Json | undefined) ?? null) : null;
}

/** Truth inside expressions: false, null, "", [] and {} are not true; 0 is. */
export function isTruthy(value: Value): boolean {
  if (value === null || value === false || value === '') return false;
  if (isArray(value)) return value.length > 0;
  return isObject(value) ? Object.keys(value).length > 0 : true;
}

/** Truth of a whole match expression, as JavaScript coerces it: [] and {} are true, 0 is not. */
export function isJavaScriptTruthy(value: Value): boolean {
  return Boolean(value);
}

/** Deep equality without any conversion. Every pair compared costs a step. */
export function areEqual(a: Value, b: Value, budget: Budget): boolean {
  budget.spend(1);
  if (a === b) return true;
  if (isArray(a) && isArray(b)) {
    return a.length === b.length && a.every((item, index) => areEqual(item, b[index] ?? null, budget));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => Object.hasOwn(b, name) && areEqual(memberOf(a, name), memberOf(b, name), budget));
}

/** JSON text of a value; its length costs steps before it is written, so that shared parts cannot blow it up unseen. */
export function toJson(value: Value, budget: Budget): string {
  measure(value, budget);
  return JSON.stringify(value instanceof Reference ? null : value);
}

function measure(value: Value, budget: Budget): void {
  budget.spend(1);
  if (typeof value === 'string') budget.spend(value.length / charactersAStep);
  else if (isArray(value)) for (const item of value) measure(item, budget);
  else if (isObject(value)) for (const name of Object.keys(value)) measure(memberOf(value, name), budget);
}

/** Text is copied and searched by the machine a block at a time: so many characters cost one step. */
export const charactersAStep = 16;
