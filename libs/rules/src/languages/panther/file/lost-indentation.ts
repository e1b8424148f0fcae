import { readDocuments } from '../../../source/read-documents.js';
import type { BrokenFile } from '../../document-language.js';
import { PantherKeys } from './panther-keys.js';

/** Keys that stand inside others only. */
const innerKey =
  /^(?:ExpectedResult|Log|Mocks|objectName|returnValue|Condition|Values?|KeyPath|DeepKey|ChangeTo)[ \t]*:/;
const topKey = /^([A-Za-z]\w*)[ \t]*:(.*)$/;
const blockHeader = /^[ \t]*[>|][+-]?\d?[ \t]*$/;
const topKeys: ReadonlySet<string> = new Set([
  ...Object.keys(PantherKeys.shape).filter((key) => key !== 'lint'),
  'Detection',
  'InlineFilters',
  'ScheduledQueries',
]);

/**
 * Recognises a Panther file whose lines lost their indentation, as pages of the web print them, and rebuilds it from the
 * keys it is known to have. Undefined for every other file.
 */
export function diagnoseLostIndentation(file: string, text: string): BrokenFile | undefined {
  const lines = text.split(/\r?\n/);
  const first = lines.findIndex((line) => /^AnalysisType[ \t]*:/.test(line));
  if (first < 0) return undefined;
  const lost = findLost(lines, first);
  if (lost === undefined) return undefined;
  const id = /^RuleID[ \t]*:[ \t]*["']?([^"'\r\n]+?)["']?[ \t]*$/m.exec(text)?.[1];
  const repaired = new Rebuilder(lines.slice(first)).rebuild();
  const isWhole = repaired !== undefined && readDocuments(file, repaired).problems.length === 0;
  const problem = {
    code: 'E-INDENT',
    message: 'the file lost its indentation: what belongs inside a key stands at the start of the line',
    place: { file, line: lost + 1, column: 1 },
    ...(isWhole
      ? { fix: 'replace it with the repaired text, after a look at it', repaired }
      : { fix: 'indent it again; its nesting cannot be told from the lines' }),
  };
  return { id, problem };
}

/** The first line that stands at the margin and cannot. */
function findLost(lines: readonly string[], first: number): number | undefined {
  let isBlock = false;
  let isReports = false;
  for (let at = first; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (innerKey.test(line)) return at;
    const [, key, value = ''] = topKey.exec(line) ?? [];
    const isTop = key !== undefined && topKeys.has(key);
    if (isBlock && /^\S/.test(line) && !isTop) return at;
    if (isReports && key !== undefined && !isTop) return at;
    isBlock = isTop ? blockHeader.test(value) : isBlock && !/^\S/.test(line);
    isReports = isTop && key === 'Reports';
  }
  return undefined;
}

/** Indents the lines of one rule by what their keys hold. */
class Rebuilder {
  readonly #lines: readonly string[];
  readonly #out: string[] = [];
  #key = '';
  #isBlock = false;
  /** Which list of an item the lines are in: its Mocks or its Values. */
  #list = '';
  #depth = 0;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }

  /** The text; undefined where the nesting of some lines cannot be known. What follows the rule is left out. */
  rebuild(): string | undefined {
    for (const raw of this.#lines) {
      const line = raw.trim();
      const outcome = this.#take(line);
      if (outcome === 'end') break;
      if (outcome === 'unknown') return undefined;
    }
    return `${this.#out.join('\n').trimEnd()}\n`;
  }

  #take(line: string): 'taken' | 'end' | 'unknown' {
    if (this.#depth > 0 || (this.#key === 'Tests' && line.startsWith('{'))) return this.#json(line);
    const [, key, value = ''] = topKey.exec(line) ?? [];
    if (key !== undefined && topKeys.has(key)) {
      this.#key = key;
      this.#isBlock = blockHeader.test(value);
      this.#list = '';
      return this.#put(0, line);
    }
    if (line === '') return this.#put(0, '');
    if (this.#isBlock) return this.#put(2, line);
    switch (this.#key) {
      case 'Tests':
        return this.#test(line);
      case 'Reports':
        if (line.startsWith('- ')) return this.#put(4, line);
        return /^[^{[].*:$/.test(line) ? this.#put(2, line) : 'end';
      case 'Detection':
      case 'InlineFilters':
      case 'GroupBy':
        return this.#match(line);
      case 'AlertContext':
      case 'DynamicSeverities':
        return 'unknown';
      default:
        return line.startsWith('- ') ? this.#put(2, line) : 'end';
    }
  }

  #test(line: string): 'taken' | 'end' {
    if (this.#list === 'Mocks' && /^(?:- )?(?:objectName|returnValue)[ \t]*:/.test(line)) {
      return this.#put(line.startsWith('- ') ? 6 : 8, line);
    }
    this.#list = /^Mocks[ \t]*:$/.test(line) ? 'Mocks' : '';
    if (/^- \w+[ \t]*:/.test(line)) return this.#put(2, line);
    return /^(?:Name|ExpectedResult|Log|LogType|Mocks)[ \t]*:/.test(line) ? this.#put(4, line) : 'end';
  }

  #match(line: string): 'taken' | 'end' | 'unknown' {
    // Which expressions a list of expressions holds is what the indentation said.
    if (/^(?:- )?(?:All|Any|OnlyOne|None|Expressions|Enrichment)[ \t]*:/.test(line)) {
      return /:[ \t]*\[\]$/.test(line) ? this.#put(line.startsWith('- ') ? 2 : 4, line) : 'unknown';
    }
    if (/^- (?:Key|KeyPath|DeepKey|Condition)[ \t]*:/.test(line)) {
      this.#list = '';
      return this.#put(2, line);
    }
    if (line.startsWith('- ')) return this.#list === '' ? 'unknown' : this.#put(6, line);
    if (!/^(?:Key|KeyPath|DeepKey|Condition|Values?)[ \t]*:/.test(line)) return 'end';
    this.#list = /^(?:Values|DeepKey)[ \t]*:$/.test(line) ? 'Values' : '';
    return this.#put(4, line);
  }

  /** A line of a log, which is JSON: indented by its braces, as no indentation counts in it. */
  #json(line: string): 'taken' {
    const text = line.replace(/"(?:[^"\\]|\\.)*"/g, '""');
    const closing = /^[}\]]*/.exec(text)?.[0].length ?? 0;
    this.#put(6 + 2 * Math.max(this.#depth - closing, 0), line);
    this.#depth += (text.match(/[{[]/g)?.length ?? 0) - (text.match(/[}\]]/g)?.length ?? 0);
    return 'taken';
  }

  #put(indent: number, line: string): 'taken' {
    this.#out.push(line === '' ? '' : ' '.repeat(indent) + line);
    return 'taken';
  }
}
