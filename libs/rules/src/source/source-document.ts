import type { Place } from '@trailhound/contracts';
import type { Span } from '../condition/condition.js';

/** Steps from a document's root to a value in it: member names and list indexes. */
export type SourcePath = readonly (string | number)[];

/** A text value of a document, with the way back from any offset in it to the file. */
export interface SourceText {
  readonly value: string;
  /** Where the value stands in the file's text, quotes and block header included. */
  readonly range: Span;
  /** The offset in the file of the character at `offset` in {@link value}; the end of the text for an offset behind it. */
  offsetAt(offset: number): number;
  /** The line and column in the file of the character at `offset` in {@link value}. */
  placeAt(offset: number): Place;
}

/** One rule, suppression or other document of a YAML or JSON file, with the place of everything in it. */
export interface SourceDocument {
  readonly file: string;
  /** 1 for the first document of the file that holds anything, also when the documents are items of one list. */
  readonly number: number;
  /** Plain JSON data: objects with own members only, finite numbers, no cycles, at most 64 levels. */
  readonly value: unknown;
  /** Where the document's first value stands. */
  readonly place: Place;
  /** The place of the value at `path`; of the nearest value around it where there is none. */
  placeOf(path: SourcePath): Place;
  /** The place of the member's name; of the value where `path` ends on a list item. */
  placeOfKey(path: SourcePath): Place;
  /** The text at `path`; undefined where there is no text. */
  textAt(path: SourcePath): SourceText | undefined;
  /** A scalar as it was typed (`3.10`, not 3.1), without quotes; undefined where there is no scalar. */
  lexemeAt(path: SourcePath): string | undefined;
}
