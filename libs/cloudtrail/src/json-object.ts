/** A JSON object as parsed. Its members are attacker-controlled: read them with {@link own}, never by inheritance. */
export interface JsonObject {
  readonly [name: string]: unknown;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object's own member, undefined where it has none or `value` is no object. */
export function own(value: unknown, name: string): unknown {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The own member when it is text that is not empty. */
export function ownText(value: unknown, name: string): string | undefined {
  const member = own(value, name);
  return typeof member === 'string' && member !== '' ? member : undefined;
}
