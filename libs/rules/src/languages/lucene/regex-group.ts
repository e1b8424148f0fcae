/**
 * Where the group that opens at `start` closes, if it reads as one pattern that lost its slashes:
 * `((Stop|Put)ConfigurationRecorder|DeleteTrail)`. So it does when it has no white space, quote, slash or field and
 * either a `|` or a parenthesis that touches a word; Lucene itself would read such a group as terms that match nothing.
 */
export function regexGroupEnd(source: string, start: number): number | undefined {
  let depth = 0;
  let isPattern = false;
  for (let at = start; at < source.length; at++) {
    const character = source.charAt(at);
    if (character === '\\') {
      at += 1;
      continue;
    }
    if (/[\s"“”„‟＂/:]/u.test(character)) return undefined;
    if (source.startsWith('||', at) || source.startsWith('&&', at)) return undefined;
    if (character === '|') isPattern = true;
    if (character === '(') {
      depth += 1;
      if (at > start && isWord(source.charAt(at - 1))) isPattern = true;
    }
    if (character === ')') {
      depth -= 1;
      if (depth === 0) return isPattern && !hasOperator(source.slice(start, at + 1)) ? at : undefined;
      if (isWord(source.charAt(at + 1))) isPattern = true;
    }
  }
  return undefined;
}

function isWord(character: string): boolean {
  return /^\w$/.test(character);
}

/** `(A)OR(B)` is a group of clauses, odd as it looks. */
function hasOperator(group: string): boolean {
  return /(?<=[()])(?:AND|OR|NOT)(?=[()])/.test(group);
}
