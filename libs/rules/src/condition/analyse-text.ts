/** Longest text that is analysed, in UTF-16 code units; the rest has no tokens. */
export const maxAnalysedLength = 64 * 1024;

/** Longest token: a longer one is split at this length, as Elasticsearch's standard tokenizer does by default. */
const maxTokenLength = 255;

/**
 * The tokens of a text as a standard tokenizer gives them: the word rules of Unicode UAX #29 for ASCII, lower-cased,
 * no stop words. Letters, digits and `_` join; `.` `:` `'` join two letters; `.` `,` `;` `'` join two digits. Beyond
 * ASCII, letters and digits of any script join and everything else separates.
 */
export function analyseText(text: string): readonly string[] {
  const tokens: string[] = [];
  const input = text.length > maxAnalysedLength ? text.slice(0, maxAnalysedLength) : text;
  let start = -1;
  for (let at = 0; at <= input.length; ) {
    const point = input.codePointAt(at) ?? 0;
    const width = point > 0xffff ? 2 : 1;
    const inside = at < input.length && (isWordPart(point) || (start >= 0 && joins(input, at, point)));
    if (inside) {
      if (start < 0) start = at;
    } else if (start >= 0) {
      push(tokens, input.slice(start, at));
      start = -1;
    }
    at += width;
  }
  return tokens;
}

function push(tokens: string[], word: string): void {
  if (!hasLetterOrDigit.test(word)) return;
  const folded = word.toLowerCase();
  for (let at = 0; at < folded.length; at += maxTokenLength) tokens.push(folded.slice(at, at + maxTokenLength));
}

const hasLetterOrDigit = /[\p{L}\p{N}]/u;
const letterOrDigit = /[\p{L}\p{N}\p{M}]/u;

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || (code > 127 && !isDigit(code));
}

function isWordPart(point: number): boolean {
  if (point > 127) return letterOrDigit.test(String.fromCodePoint(point));
  return isDigit(point) || point === 95 || (point >= 65 && point <= 90) || (point >= 97 && point <= 122);
}

/** Whether the punctuation at `at` joins what stands on both of its sides. */
function joins(text: string, at: number, mark: number): boolean {
  const before = text.charCodeAt(at - 1);
  const after = text.codePointAt(at + 1) ?? 0;
  if (!isWordPart(after)) return false;
  const letters = isLetter(before) && isLetter(after);
  const digits = isDigit(before) && isDigit(after);
  if (mark === 46 || mark === 39) return letters || digits;
  if (mark === 58) return letters;
  return (mark === 44 || mark === 59) && digits;
}

/** Whether `tokens` hold `wanted` as a run of neighbours. */
export function hasPhrase(tokens: readonly string[], wanted: readonly string[]): boolean {
  if (wanted.length === 0) return false;
  for (let start = 0; start + wanted.length <= tokens.length; start++) {
    if (wanted.every((token, offset) => tokens[start + offset] === token)) return true;
  }
  return false;
}
