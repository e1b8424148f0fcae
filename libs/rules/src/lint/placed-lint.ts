import type { Place } from '@trailhound/contracts';
import type { SourcePath, SourceText } from '../source/source-document.js';
import { type Lint, type LintLevel, lintLevel, type TextEdit } from './lint.js';

/** A rewrite of one text value of a file; `applyFixes` carries it out whatever way the value is quoted. */
export interface FileFix {
  /** The document's number in its file, from 1. */
  readonly document: number;
  readonly path: SourcePath;
  /** In offsets of the text value. */
  readonly edit: TextEdit;
}

/** A lint with the place in a file it is about, and the rule or suppression it was found in. */
export interface PlacedLint extends Lint {
  readonly level: LintLevel;
  readonly place: Place;
  /** The id of the rule or suppression; absent when the file as a whole is meant. */
  readonly subject?: string;
  readonly fileFix?: FileFix;
}

/** A lint about a whole rule, suppression or file. */
export function lintAt(place: Place, lint: Lint, subject?: string): PlacedLint {
  return { ...lint, level: lintLevel(lint.code), place, ...(subject !== undefined && { subject }) };
}

/** A lint about a part of the text at `path` of a document; its span counts from the start of that text. */
export function lintInText(
  text: SourceText,
  lint: Lint,
  at: { readonly document: number; readonly path: SourcePath; readonly subject: string },
): PlacedLint {
  return {
    ...lintAt(text.placeAt(lint.span?.start ?? 0), lint, at.subject),
    ...(lint.fix && { fileFix: { document: at.document, path: at.path, edit: lint.fix } }),
  };
}

/** Order of a report: by file, line and column, then code. */
export function comparePlacedLints(a: PlacedLint, b: PlacedLint): number {
  return comparePlaces(a.place, b.place) || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);
}

/** Negative when `a` stands before `b`; files in code unit order. */
export function comparePlaces(a: Place, b: Place): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
