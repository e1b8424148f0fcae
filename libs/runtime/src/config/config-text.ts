import type { Parsed, Place, Problem } from '@trailhound/contracts';
import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';

export type ConfigPath = readonly (string | number)[];

/** A configuration file as read, with the places of its parts. */
export interface ConfigText {
  readonly value: unknown;
  /** Where the value at the path stands; the nearest part above it where it is missing. */
  placeOf(path: ConfigPath): Place;
  /** Where the last step of the path stands as a key. */
  placeOfKey(path: ConfigPath): Place;
}

/** A configuration is written by hand; more is the wrong file. */
const maxConfigChars = 1024 * 1024;
/** Enough for shared settings, too few for a document that grows exponentially. */
const maxAliases = 50;

/** Reads YAML 1.2 (core schema, so JSON too) without custom tags; problems are `CONFIG_SYNTAX` with their place. */
export function parseConfigText(text: string, file: string): Parsed<ConfigText> {
  if (text.length > maxConfigChars) {
    return {
      ok: false,
      problems: [{ code: 'CONFIG_SYNTAX', message: `${file} is larger than ${maxConfigChars} characters` }],
    };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2', schema: 'core' });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problems = [
    ...[...document.errors, ...document.warnings].map(({ message, pos }) => syntax(message, placeAt(pos[0]))),
    ...badKeys(document, placeAt),
  ];
  if (problems.length > 0) return { ok: false, problems };
  try {
    return { ok: true, value: located(document, placeAt) };
  } catch (error) {
    // The aliases' bound is checked only when the value is built.
    return { ok: false, problems: [syntax(error instanceof Error ? error.message : String(error), placeAt(0))] };
  }
}

function syntax(message: string, place: Place): Problem {
  return { code: 'CONFIG_SYNTAX', message, place };
}

/** Keys that are no text, and the one name JavaScript objects give a meaning of its own. */
function badKeys(document: Document, placeAt: (offset: number) => Place): readonly Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Pair(_, { key }) {
      const place = placeAt(offsetOf(key as Node | null) ?? 0);
      if (!isScalar(key)) problems.push(syntax('a key must be plain text', place));
      else if (key.value === '__proto__') problems.push(syntax('a key cannot be __proto__', place));
    },
  });
  return problems;
}

function located(document: Document, placeAt: (offset: number) => Place): ConfigText {
  const value: unknown = document.toJS({ maxAliasCount: maxAliases }) ?? {};
  function find(path: ConfigPath): { readonly key: number; readonly value: number } {
    let node: unknown = document.contents;
    let found = { key: offsetOf(node as Node | null) ?? 0, value: offsetOf(node as Node | null) ?? 0 };
    for (const step of path) {
      const child = childOf(isAlias(node) ? node.resolve(document) : node, step);
      if (child === undefined) break;
      const own = offsetOf(child.value as Node | null);
      const key = offsetOf(child.key as Node | null) ?? own ?? found.value;
      found = { key, value: own ?? key };
      node = child.value;
    }
    return found;
  }
  return {
    value,
    placeOf: (path) => placeAt(find(path).value),
    placeOfKey: (path) => placeAt(find(path).key),
  };
}

function childOf(
  node: unknown,
  step: string | number,
): { readonly key?: unknown; readonly value: unknown } | undefined {
  if (isSeq(node))
    return typeof step === 'number' && step < node.items.length ? { value: node.items[step] } : undefined;
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
  return isPair(pair) ? { key: pair.key, value: pair.value } : undefined;
}

function offsetOf(node: Node | null): number | undefined {
  return node?.range?.[0];
}
