import type { GlobToken, Span } from '../../condition/condition.js';
import type { Lint } from '../../lint/lint.js';
import { Cursor } from '../kit/cursor.js';
import type { ProblemList } from '../kit/problem-list.js';
import { quoteLiteral } from '../kit/quotes.js';
import { regexGroupEnd } from './regex-group.js';
import type { ValueNode } from './syntax.js';

const doubleQuotes = '"“”„‟＂';
const space = /[ \t\n\r\u3000]+/y;
const oddSpace = /[\u00a0\u2007\u202f\ufeff]+/y;
/** What ends a term wherever it stands. */
const termEnd = /[\s\u3000\u00a0\ufeff()[\]{}^~:"“”„‟＂]/u;

const straightClosing = /(?:[^"\\\n\r]|\\[^\n\r])*"/y;

/** A run of characters as written and as meant. */
export interface ReadTerm {
  readonly raw: string;
  readonly glob: readonly GlobToken[];
  /** Split at unescaped dots, for field names. */
  readonly segments: readonly string[];
  readonly hasWildcards: boolean;
  readonly span: Span;
}

export interface ReadPhrase {
  readonly text: string;
  readonly span: Span;
}

/**
 * The lexical level of a query: reads terms, phrases and patterns at a position that moves forward only, and repairs what
 * publishing systems and shells do to queries. Every repair is a lint with the rewrite.
 */
export class QueryReader extends Cursor {
  readonly repairs: Lint[] = [];
  readonly #problems: ProblemList;
  /** No escaped quote stands at or behind this offset; keeps the search for closing ones linear. */
  #noEscapedQuoteFrom = Number.POSITIVE_INFINITY;

  constructor(source: string, problems: ProblemList) {
    super(source);
    this.#problems = problems;
  }

  skipSpace(): void {
    for (;;) {
      this.takeMatch(space);
      const start = this.at;
      if (this.takeMatch(oddSpace) === '') return;
      const span = this.spanFrom(start);
      const message = 'a space that is none for Lucene (a no-break space) is read as one';
      this.repairs.push({ code: 'W-NBSP', message, span, advice: 'write a plain space', fix: { span, text: ' ' } });
    }
  }

  get isAtPhrase(): boolean {
    const isEscaped = this.peek() === '\\';
    const mark = this.peek(isEscaped ? 1 : 0);
    if (mark === '' || !doubleQuotes.includes(mark)) return false;
    return !isEscaped || this.#escapedClosing(this.at + 2) !== undefined;
  }

  /** Reads the phrase at the position, which must be one. */
  readPhrase(): ReadPhrase {
    return this.peek() === '\\' ? this.#readEscapedPhrase() : this.#readPlainPhrase();
  }

  #readPlainPhrase(): ReadPhrase {
    const start = this.at;
    const opening = this.peek();
    // Typographic quotes inside straight ones are text; only where no straight one follows do they close.
    straightClosing.lastIndex = start + 1;
    const marks = opening === '"' && straightClosing.test(this.source) ? '"' : doubleQuotes;
    this.skip(1);
    let text = '';
    for (;;) {
      const next = this.peek();
      if (next === '' || next === '\n' || next === '\r') {
        const span = this.spanFrom(start);
        this.#problems.add('E-SYNTAX', 'this phrase has no closing quote', span, 'close it with " on the same line');
        return { text, span };
      }
      this.skip(1);
      if (marks.includes(next)) {
        const span = this.spanFrom(start);
        if (opening !== '"' || next !== '"') this.#curly(text, span);
        return { text, span };
      }
      if (next === '\\') {
        text += this.peek();
        this.skip(1);
      } else text += next;
    }
  }

  #readEscapedPhrase(): ReadPhrase {
    const start = this.at;
    const closing = this.#escapedClosing(start + 2) ?? start + 2;
    const text = this.source.slice(start + 2, closing);
    this.skip(closing + 2 - start);
    const span = this.spanFrom(start);
    const fix = { span, text: quoteLiteral(text) };
    const message = 'quotes with a backslash before them, left over from JSON or a shell, are read as plain ones';
    this.repairs.push({ code: 'W-ESCQUOTE', message, span, advice: `write ${fix.text}`, fix });
    if (this.source[start + 1] !== '"' || this.source[closing + 1] !== '"') this.#curly(text, span);
    return { text, span };
  }

  #curly(text: string, span: Span): void {
    const fix = { span, text: quoteLiteral(text) };
    const message = 'curly quotes are read as straight ones';
    this.repairs.push({ code: 'W-CURLY', message, span, advice: `write ${fix.text}`, fix });
  }

  /** Where the escaped quote that closes a phrase stands: on the same line, with something between. */
  #escapedClosing(from: number): number | undefined {
    if (from >= this.#noEscapedQuoteFrom) return undefined;
    const closing = /\\["“”„‟＂]|[\n\r]/g;
    closing.lastIndex = from;
    const found = closing.exec(this.source);
    if (found === null) this.#noEscapedQuoteFrom = from;
    return found === null || found[0].length === 1 ? undefined : found.index;
  }

  /** Reads the pattern at the position, which must stand on its opening slash; what it says is not looked at. */
  readRegex(): { readonly source: string; readonly span: Span } {
    const start = this.at;
    const pattern = this.takeMatch(/\/(?:[^/\\\n\r]|\\[^\n\r])*\//y);
    if (pattern !== '') return { source: pattern.slice(1, -1), span: this.spanFrom(start) };
    this.takeMatch(/[^\n\r]*/y);
    const span = this.spanFrom(start);
    this.#problems.add(
      'E-SYNTAX',
      'this pattern has no closing slash',
      span,
      'close it with / or write \\/ for a slash',
    );
    return { source: '', span };
  }

  /** Takes a group that is a pattern without its slashes; undefined, nothing taken, where none stands. */
  takeRegexGroup(): (ValueNode & { readonly kind: 'regex' }) | undefined {
    const start = this.at;
    const end = regexGroupEnd(this.source, start);
    if (end === undefined) return undefined;
    this.skip(end + 1 - start);
    const span = this.spanFrom(start);
    const source = this.source.slice(start, end + 1);
    const message = 'this group is read as the pattern it looks like; Lucene reads words that match nothing';
    const fix = { span, text: `/${source}/` };
    this.repairs.push({ code: 'W-REGEXGROUP', message, span, advice: 'put slashes around the pattern', fix });
    return { kind: 'regex', source, isGroup: true, span };
  }

  /** Reads a run of term characters; undefined, nothing taken, where none stands. */
  readTerm(): ReadTerm | undefined {
    const start = this.at;
    const glob: GlobToken[] = [];
    const segments = [''];
    let hasWildcards = false;
    const addText = (text: string) => {
      const last = glob.at(-1);
      if (last?.kind === 'literal') glob[glob.length - 1] = { kind: 'literal', text: last.text + text };
      else glob.push({ kind: 'literal', text });
    };
    while (!this.isAtEnd) {
      const next = this.peek();
      if (next === '\\') {
        const escaped = this.peek(1) === '' ? '\\' : this.peek(1);
        addText(escaped);
        segments.push(`${segments.pop() ?? ''}${escaped}`);
        this.skip(2);
        continue;
      }
      if (termEnd.test(next)) break;
      if (this.at > start && (this.source.startsWith('&&', this.at) || this.source.startsWith('||', this.at))) break;
      if (next === '*' || next === '?') {
        hasWildcards = true;
        if (next === '?' || glob.at(-1)?.kind !== 'any') glob.push({ kind: next === '*' ? 'any' : 'one' });
      } else addText(next);
      if (next === '.') segments.push('');
      else segments.push(`${segments.pop() ?? ''}${next}`);
      this.skip(1);
    }
    if (this.at === start) return undefined;
    return { raw: this.source.slice(start, this.at), glob, segments, hasWildcards, span: this.spanFrom(start) };
  }
}
