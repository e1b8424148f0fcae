/** A Lucene pattern in RE2 syntax, or why it has none; offsets count in the Lucene pattern. */
export type TranslatedRegex =
  | {
      readonly ok: true;
      readonly source: string;
      readonly flags: string;
      /** Where an anchor stood that Lucene takes for a character and nobody means as one. */
      readonly anchors: readonly number[];
    }
  | {
      readonly ok: false;
      readonly code: 'E-REGEX' | 'E-REGEX-OP';
      readonly message: string;
      readonly fix: string;
      readonly at: number;
    };

/** What nothing matches; `#` says it in Lucene. */
const nothing = '[^\\x00-\\x{10FFFF}]';

/**
 * Translates a pattern of Lucene's dialect, which always means the whole term. `@` is any text, `#` none, `"…"` literal;
 * `^` and `$` are characters, but at the ends they are dropped, as whoever writes them means anchors. `(?i)` in front
 * folds case, which Lucene cannot. Intervals `<1-5>`, complement `~` and intersection `&` have no RE2 form.
 * Dialect: https://lucene.apache.org/core/10_0_0/core/org/apache/lucene/util/automaton/RegExp.html
 */
export function translateRegex(pattern: string): TranslatedRegex {
  const fold = pattern.startsWith('(?i)');
  const anchors: number[] = [];
  const start = fold ? 4 : 0;
  let source = '';
  for (let at = start; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    switch (character) {
      case '\\':
        at += 1;
        source += escaped(pattern.charAt(at));
        break;
      case '[': {
        const characterClass = readClass(pattern, at);
        source += characterClass.source;
        at = characterClass.end - 1;
        break;
      }
      case '"': {
        const end = pattern.indexOf('"', at + 1);
        if (end < 0) return unclosedQuote(at);
        source += pattern.slice(at + 1, end).replace(special, '\\$&');
        at = end;
        break;
      }
      case '^':
      case '$':
        if (at === (character === '^' ? start : pattern.length - 1)) anchors.push(at);
        else source += `\\${character}`;
        break;
      case '@':
        source += '.*';
        break;
      case '#':
        source += nothing;
        break;
      case '<':
      case '~':
      case '&':
        return unsupported(character, at);
      default:
        source += character;
    }
  }
  return { ok: true, source, flags: fold ? 'is' : 's', anchors };
}

const special = /[\\^$.*+?()[\]{}|]/g;

/** Lucene knows the classes \d \s \w and takes any other escaped character as it is. */
function escaped(character: string): string {
  if (character === '') return '\\\\';
  if (/[dDsSwW]/.test(character)) return `\\${character}`;
  return character.replace(special, '\\$&');
}

function readClass(pattern: string, start: number): { readonly source: string; readonly end: number } {
  let source = '[';
  let at = start + 1;
  if (pattern[at] === '^') {
    source += '^';
    at += 1;
  }
  for (; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (character === ']') return { source: `${source}]`, end: at + 1 };
    if (character === '\\') {
      at += 1;
      const next = pattern.charAt(at);
      source += /[dDsSwW]/.test(next) ? `\\${next}` : next.replace(/[\\^\]-]|\[/g, '\\$&');
    } else source += character === '[' || character === '^' ? `\\${character}` : character;
  }
  return { source, end: at };
}

function unclosedQuote(at: number): TranslatedRegex {
  const fix = 'close it, or write \\" for the character itself';
  return { ok: false, code: 'E-REGEX', message: 'a quoted part of the pattern is not closed', fix, at };
}

const names = { '<': 'numeric interval "<"', '~': 'complement "~"', '&': 'intersection "&"' } as const;
const ways = {
  '<': 'write the numbers out, or use a range: field:[1 TO 5]',
  '~': 'use NOT around a second pattern',
  '&': 'join two patterns with AND',
} as const;

function unsupported(character: '<' | '~' | '&', at: number): TranslatedRegex {
  const message = `the ${names[character]} of Lucene's patterns is not offered`;
  return {
    ok: false,
    code: 'E-REGEX-OP',
    message,
    fix: `${ways[character]}; write \\${character} for the character itself`,
    at,
  };
}
