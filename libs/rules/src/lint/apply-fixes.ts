import { readDocuments } from '../source/read-documents.js';
import type { SourceDocument, SourceText } from '../source/source-document.js';
import type { TextEdit } from './lint.js';
import type { FileFix, PlacedLint } from './placed-lint.js';

export interface FixedText {
  readonly text: string;
  /** Fixes carried out. */
  readonly applied: number;
  /** Fixes left for another run, because they overlap one that was carried out. */
  readonly postponed: number;
}

interface ScalarFixes {
  readonly document: number;
  readonly path: FileFix['path'];
  readonly edits: TextEdit[];
}

/**
 * Carries the fixes of a file's lints out. Each text value then reads exactly as its fixes say, and every other value
 * of the file as before: where an edit in place would not (quotes, a colon in a plain scalar), the value is written anew
 * in double quotes. Comments and layout elsewhere stay.
 */
export function applyFixes(file: string, text: string, lints: readonly PlacedLint[]): FixedText {
  const scalars = groupByScalar(file, lints);
  let current = text;
  let applied = 0;
  let postponed = 0;
  for (const { document, path, edits } of scalars) {
    const accepted = withoutOverlaps(edits);
    postponed += edits.length - accepted.length;
    const rewritten = rewrite(file, current, { document, path, edits: accepted });
    if (rewritten === undefined) postponed += accepted.length;
    else {
      current = rewritten;
      applied += accepted.length;
    }
  }
  return { text: current, applied, postponed };
}

function groupByScalar(file: string, lints: readonly PlacedLint[]): readonly ScalarFixes[] {
  const byKey = new Map<string, ScalarFixes>();
  for (const { place, fileFix } of lints) {
    if (fileFix === undefined || place.file !== file) continue;
    const key = JSON.stringify([fileFix.document, fileFix.path]);
    const group = byKey.get(key) ?? { document: fileFix.document, path: fileFix.path, edits: [] };
    group.edits.push(fileFix.edit);
    byKey.set(key, group);
  }
  return [...byKey.values()];
}

/** The edits from the last to the first; of two that overlap the earlier one in the text. */
function withoutOverlaps(edits: readonly TextEdit[]): TextEdit[] {
  const inOrder = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const accepted: TextEdit[] = [];
  for (const edit of inOrder) {
    const last = accepted.at(-1);
    if (last === undefined || edit.span.start >= last.span.end) accepted.push(edit);
  }
  return accepted.reverse();
}

function rewrite(file: string, text: string, { document: number, path, edits }: ScalarFixes): string | undefined {
  const before = readDocuments(file, text).documents;
  const source = before.find((document) => document.number === number)?.textAt(path);
  if (source === undefined) return undefined;
  const wanted = edits.reduce((value, { span, text: by }) => splice(value, span, by), source.value);
  const isRight = (candidate: string): boolean => readsAs(file, candidate, { before, number, path, wanted });
  const inPlace = edits.reduce((all, edit) => editInPlace(all, source, edit), text);
  if (isRight(inPlace)) return inPlace;
  const anew = splice(text, source.range, `${JSON.stringify(wanted)}${endsLine(text, source) ? '\n' : ''}`);
  return isRight(anew) ? anew : undefined;
}

function splice(text: string, { start, end }: { readonly start: number; readonly end: number }, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}

function editInPlace(text: string, source: SourceText, { span, text: by }: TextEdit): string {
  const quote = text[source.range.start];
  const escaped = quote === '"' ? JSON.stringify(by).slice(1, -1) : quote === "'" ? by.replaceAll("'", "''") : by;
  const start = source.offsetAt(span.start);
  const end = span.end > span.start ? endOfCharacter(text, source, span.end - 1) : start;
  return splice(text, { start, end }, escaped);
}

/** Where the character at `offset` ends in the file; the next one may start on another line. */
function endOfCharacter(text: string, source: SourceText, offset: number): number {
  const quote = text[source.range.start];
  const start = source.offsetAt(offset);
  if (quote === '"' && text[start] === '\\') return source.offsetAt(offset + 1);
  return start + (quote === "'" && text[start] === "'" ? 2 : 1);
}

/** A block scalar's range holds the line break behind it. */
function endsLine(text: string, { range }: SourceText): boolean {
  return text[range.end - 1] === '\n';
}

/** True when the fixed value, and nothing else of the file, has changed. */
function readsAs(
  file: string,
  text: string,
  expected: {
    readonly before: readonly SourceDocument[];
    readonly number: number;
    readonly path: FileFix['path'];
    readonly wanted: string;
  },
): boolean {
  const { documents, problems } = readDocuments(file, text);
  if (problems.length > 0 && documents.length < expected.before.length) return false;
  if (documents.length !== expected.before.length) return false;
  return documents.every((document, index) => {
    const was = expected.before[index];
    const value = was?.number === expected.number ? replaced(was.value, expected.path, expected.wanted) : was?.value;
    return JSON.stringify(document.value) === JSON.stringify(value);
  });
}

/** The value with the text at `path` replaced; the original is left alone. */
function replaced(value: unknown, path: FileFix['path'], by: string): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return by;
  if (Array.isArray(value)) return value.map((item, index) => (index === step ? replaced(item, rest, by) : item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, name === String(step) ? replaced(member, rest, by) : member]),
  );
}
