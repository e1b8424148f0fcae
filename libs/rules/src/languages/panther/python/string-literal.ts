const simpleEscapes: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\n': '',
};

/** A Python string literal taken apart: `rf"…"` has the prefix `rf`. */
export interface StringShape {
  /** Lower-cased. */
  readonly prefix: string;
  /** Offsets in the literal between its quotes. */
  readonly from: number;
  readonly to: number;
}

/** Where a literal's text stands in it; undefined when it is no complete string literal. */
export function stringShape(literal: string): StringShape | undefined {
  const found = /^([a-z]{0,2})("""|'''|"|')/i.exec(literal);
  if (found === null) return undefined;
  const [opening, prefix = '', quotes = ''] = found;
  const to = literal.length - quotes.length;
  if (to < opening.length || !literal.endsWith(quotes)) return undefined;
  return { prefix: prefix.toLowerCase(), from: opening.length, to };
}

/** The text of a string without replacements; undefined for bytes, broken literals and `\N{…}` names. */
export function stringValue(literal: string): string | undefined {
  const shape = stringShape(literal);
  if (shape === undefined || shape.prefix.includes('b') || shape.prefix.includes('f')) return undefined;
  return unescapeText(literal.slice(shape.from, shape.to), shape.prefix.includes('r'));
}

/** Resolves the escapes of a piece of a literal; undefined where one names a character Python would have to look up. */
export function unescapeText(text: string, isRaw: boolean): string | undefined {
  const lines = text.replace(/\r\n?/g, '\n');
  if (isRaw || !lines.includes('\\')) return lines;
  let isKnown = true;
  const value = lines.replace(
    /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g,
    (whole: string, octal?: string, x?: string, u?: string, long?: string, other?: string) => {
      if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
      const hex = x ?? u ?? long;
      if (hex !== undefined) {
        const point = Number.parseInt(hex, 16);
        if (point <= 0x10ffff) return String.fromCodePoint(point);
        isKnown = false;
        return '';
      }
      const name = other ?? '';
      if (name === 'N' || name === 'x' || name === 'u' || name === 'U') isKnown = false;
      return Object.hasOwn(simpleEscapes, name) ? (simpleEscapes[name] ?? '') : whole;
    },
  );
  return isKnown ? value : undefined;
}
