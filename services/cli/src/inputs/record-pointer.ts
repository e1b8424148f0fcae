import { statSync } from 'node:fs';

/** Which record of an input is meant. */
export type Which =
  /** One of its records, from 0, whatever else stands between them. */
  | { readonly kind: 'nth'; readonly nth: number }
  /** Its place in the input, from 0, as `scan --matches` and alerts give it. */
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'id'; readonly eventID: string };

/** A record as a person points at it. */
export interface RecordPointer {
  /** A file, or `-`. */
  readonly input: string;
  readonly which: Which;
}

/**
 * Reads `FILE`, `FILE#INDEX` or `FILE#EVENTID`; `-` in place of FILE is standard input. Where a file is named by the whole
 * text, `#` and all, that file is meant.
 */
export function recordPointer(text: string, exists: (path: string) => boolean = isThere): RecordPointer {
  const hash = text.lastIndexOf('#');
  if (hash === -1 || exists(text)) return { input: text, which: { kind: 'nth', nth: 0 } };
  const [input, which] = [text.slice(0, hash), text.slice(hash + 1)];
  if (/^\d{1,15}$/.test(which)) return { input, which: { kind: 'index', index: Number(which) } };
  return { input, which: which === '' ? { kind: 'nth', nth: 0 } : { kind: 'id', eventID: which } };
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
