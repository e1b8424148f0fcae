/**
 * RFC 8785 (JSON Canonicalization Scheme) text of a JSON value: members sorted by UTF-16 code units, no white space,
 * numbers and strings as ECMAScript writes them. Values JSON cannot say (undefined members, functions) are left out,
 * as JSON.stringify does. Throws RangeError for a number that is not finite.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`not a JSON number: ${value}`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object') {
    const members: string[] = [];
    for (const name of Object.keys(value).sort()) {
      const member = (value as Record<string, unknown>)[name];
      if (member === undefined || typeof member === 'function') continue;
      members.push(`${JSON.stringify(name)}:${canonicalJson(member)}`);
    }
    return `{${members.join(',')}}`;
  }
  return 'null';
}
