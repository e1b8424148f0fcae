/** Bounds on a JSON value, so that its text has a bounded length. */
export interface Bounds {
  /** Of a string, in code points. */
  readonly maxChars: number;
  /** Of an array, and of the members of an object. */
  readonly maxItems: number;
  readonly maxDepth: number;
}

/** A JSON value within bounds: strings end in `…` where they were cut, further items are left out, deeper values are null. */
export function shortenValue(value: unknown, bounds: Bounds): unknown {
  if (typeof value === 'string') return shortenText(value, bounds.maxChars);
  if (typeof value !== 'object' || value === null) return value;
  if (bounds.maxDepth === 0) return null;
  const inner = { ...bounds, maxDepth: bounds.maxDepth - 1 };
  if (Array.isArray(value)) return value.slice(0, bounds.maxItems).map((item) => shortenValue(item, inner));
  const members = Object.entries(value).slice(0, bounds.maxItems);
  return Object.fromEntries(
    members.map(([name, member]) => [shortenText(name, bounds.maxChars), shortenValue(member, inner)]),
  );
}

/** The text cut to `maxChars` code points, the last of them `…` where something was cut. */
export function shortenText(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  let kept = '';
  let count = 0;
  for (const character of text) {
    count += 1;
    if (count === maxChars) {
      const isWhole = kept.length + character.length === text.length;
      return isWhole ? text : `${kept}…`;
    }
    kept += character;
  }
  return text;
}
