/** How a YAML scalar is written. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'block';

/**
 * For each offset of a scalar's value (its length included) the offset in `source`, the scalar as it stands in the file.
 *
 * Outside double quotes YAML changes white space only (folding, indentation, chomping) and doubles single quotes, so all
 * other characters follow one another in the same order in both texts; white space is matched run by run. Double quotes
 * are decoded. Were the two texts ever not to line up, every offset leads to the scalar's start: a coarse place, never a
 * wrong one.
 */
export function scalarOffsets(source: string, value: string, style: ScalarStyle): readonly number[] {
  const offsets = style === 'double' ? decodeDouble(source, value) : alignRuns(source, value, style);
  return offsets ?? new Array<number>(value.length + 1).fill(0);
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}

/** The offset behind the run of white space that starts at `at`; `at` itself where there is none. */
function skipSpace(text: string, at: number): number {
  let end = at;
  while (end < text.length && isSpace(text.charCodeAt(end))) end += 1;
  return end;
}

function alignRuns(source: string, value: string, style: ScalarStyle): number[] | undefined {
  const offsets: number[] = [];
  let from = style === 'block' ? endOfLine(source) : style === 'single' ? 1 : 0;
  let lastEnd = from;
  for (let at = 0; at < value.length; ) {
    const run = skipSpace(value, at);
    const sourceRun = skipSpace(source, from);
    if (run > at) {
      if (sourceRun === from && run < value.length) return undefined;
      placeRun(offsets, source, { from, end: sourceRun }, value, { from: at, end: run });
      at = run;
    }
    from = sourceRun;
    if (at === value.length) break;
    if (source[from] !== value[at]) return undefined;
    offsets.push(from);
    from += style === 'single' && value[at] === "'" ? 2 : 1;
    lastEnd = from;
    at += 1;
  }
  offsets.push(lastEnd);
  return offsets;
}

interface Run {
  readonly from: number;
  readonly end: number;
}

/** White space keeps its distance to the line it ends on: counted back from the run's end as far as both agree, then from its start. */
function placeRun(offsets: number[], source: string, inSource: Run, value: string, inValue: Run): void {
  const places = new Array<number>(inValue.end - inValue.from);
  let back = 1;
  while (
    back <= places.length &&
    inSource.end - back >= inSource.from &&
    source[inSource.end - back] === value[inValue.end - back]
  ) {
    places[places.length - back] = inSource.end - back;
    back += 1;
  }
  const rest = places.length - back + 1;
  const limit = Math.max(inSource.from, inSource.end - back);
  for (let index = 0; index < rest; index += 1) places[index] = Math.min(inSource.from + index, limit);
  offsets.push(...places);
}

/** A block scalar's text starts on the line behind its header (`|2-  # comment`). */
function endOfLine(source: string): number {
  const newline = source.indexOf('\n');
  return newline === -1 ? source.length : newline + 1;
}

const escapeLengths: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

function decodeDouble(source: string, value: string): number[] | undefined {
  const offsets: number[] = [];
  let at = 1;
  const end = source.length - 1;
  while (at < end && offsets.length < value.length) {
    if (source[at] === '\\') {
      at = decodeEscape(source, at, value, offsets);
      continue;
    }
    const run = skipSpace(source, at);
    if (run > at && source.slice(at, run).includes('\n')) {
      // A folded line break is one space, or one newline less than were typed.
      const valueRun = value[offsets.length] === ' ' ? 1 : skipNewlines(value, offsets.length) - offsets.length;
      for (let index = 0; index < valueRun; index += 1) offsets.push(at);
      at = run;
      continue;
    }
    if (source[at] !== value[offsets.length]) return undefined;
    offsets.push(at);
    at += 1;
  }
  if (offsets.length !== value.length) return undefined;
  offsets.push(at);
  return offsets;
}

/** Pushes what the escape at `at` stands for and answers the offset behind it. */
function decodeEscape(source: string, at: number, value: string, offsets: number[]): number {
  const kind = source[at + 1] ?? '';
  if (kind === '\n' || kind === '\r') return skipSpace(source, at + 1);
  const length = Object.hasOwn(escapeLengths, kind) ? (escapeLengths[kind] ?? 2) : 2;
  const isPair = kind === 'U' && (value.codePointAt(offsets.length) ?? 0) > 0xffff;
  offsets.push(at);
  if (isPair) offsets.push(at);
  return at + length;
}

function skipNewlines(text: string, at: number): number {
  let end = at;
  while (text[end] === '\n') end += 1;
  return end;
}
