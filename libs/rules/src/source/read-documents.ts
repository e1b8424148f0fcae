import type { Place, Problem } from '@trailhound/contracts';
import { type Document, isSeq, LineCounter, type Node, parseAllDocuments } from 'yaml';
import { jsonNodes } from './json-nodes.js';
import { isEmptyNode, locateDocument } from './locate-document.js';
import type { SourceDocument } from './source-document.js';
import { maxDepth, type ValueProblem, yamlValue } from './yaml-value.js';

/** Larger rule, suppression and configuration files are refused unread. In UTF-16 code units, at most as many as bytes. */
export const maxFileLength = 256 * 1024;

/** What a file holds. Documents with a problem of their own are left out; the others can be used. */
export interface SourceFile {
  readonly documents: readonly SourceDocument[];
  readonly problems: readonly Problem[];
}

/**
 * Reads a YAML or JSON file: YAML 1.2 core schema, no tags beyond it, no merge keys. Every document of the file that
 * holds anything is one; where a document is a list, as JSON needs for several, each item is. Never throws.
 */
export function readDocuments(file: string, text: string): SourceFile {
  if (text.length > maxFileLength) {
    const message = `is larger than ${maxFileLength / 1024} KiB`;
    return { documents: [], problems: [{ code: 'RULE_FILE_TOO_LARGE', message, place: { file, line: 1, column: 1 } }] };
  }
  const lines = new LineCounter();
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    // A text without any line has none counted.
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const documents: SourceDocument[] = [];
  const problems: Problem[] = [];
  let count = 0;
  for (const { contents, parsed } of parse(text, lines, place, problems)) {
    const broken = parsed ? syntaxProblems(parsed, place) : [];
    problems.push(...broken);
    const roots = isSeq(contents) ? (contents.items as (Node | null)[]) : [contents];
    for (const root of roots) {
      if (isEmptyNode(root)) continue;
      count += 1;
      if (broken.length > 0) continue;
      const found: ValueProblem[] = [];
      const value = yamlValue(parsed, root, found);
      for (const { code, message, offset } of found) problems.push({ code, message, place: place(offset) });
      if (found.length === 0) documents.push(locateDocument({ file, number: count, value, text, parsed, root, place }));
    }
  }
  return { documents, problems };
}

/** A document's value; `parsed` resolves what in it refers to other parts, which JSON has none of. */
interface Contents {
  readonly contents: Node | null;
  readonly parsed?: Document.Parsed;
}

function parse(
  text: string,
  lineCounter: LineCounter,
  place: (offset: number) => Place,
  problems: Problem[],
): readonly Contents[] {
  const json = jsonNodes(text);
  if (json) {
    json.lineStarts.forEach(lineCounter.addNewLine);
    return [{ contents: json.root }];
  }
  try {
    const parsed = parseAllDocuments(text, {
      lineCounter,
      schema: 'core',
      resolveKnownTags: false,
      merge: false,
      // Checked in yamlValue with a lookup a key, where the library compares every pair.
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
    });
    return 'empty' in parsed ? [] : parsed.map((one) => ({ contents: one.contents, parsed: one }));
  } catch (error) {
    // The parser's recursion is its only way to fail on text of this size.
    const message = `cannot be read: ${error instanceof Error ? error.message : 'unknown failure'}`;
    problems.push({ code: 'RULE_FILE_SYNTAX', message, place: place(0) });
    return [];
  }
}

/** One slip often upsets everything behind it: the first few problems tell the reader all there is to know. */
const maxProblemsADocument = 5;

function syntaxProblems(parsed: Document.Parsed, place: (offset: number) => Place): Problem[] {
  return [...parsed.errors, ...parsed.warnings].slice(0, maxProblemsADocument).map(({ code, message, pos }) => {
    if (code === 'RESOURCE_EXHAUSTION')
      return { code: 'RULE_FILE_TOO_DEEP', message: `is nested deeper than ${maxDepth} levels`, place: place(pos[0]) };
    if (code !== 'TAG_RESOLVE_FAILED') return { code: 'RULE_FILE_SYNTAX', message, place: place(pos[0]) };
    const fix = 'remove the tag: rule files hold plain data';
    return { code: 'RULE_FILE_TAG', message, fix, place: place(pos[0]) };
  });
}
