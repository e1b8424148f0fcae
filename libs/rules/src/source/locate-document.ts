import type { Place } from '@trailhound/contracts';
import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  Scalar,
  type YAMLMap,
} from 'yaml';
import { type ScalarStyle, scalarOffsets } from './scalar-offsets.js';
import type { SourceDocument, SourcePath, SourceText } from './source-document.js';
import { memberName } from './yaml-value.js';

/** A document as it was parsed, with its value; `parsed` where it may refer to parts of itself. */
interface ParsedDocument {
  readonly file: string;
  readonly number: number;
  readonly value: unknown;
  readonly text: string;
  readonly parsed: Document.Parsed | undefined;
  readonly root: Node | null;
  readonly place: (offset: number) => Place;
}

/** The document with the places its nodes carry. */
export function locateDocument({ file, number, value, text, parsed, root, place }: ParsedDocument): SourceDocument {
  const resolve = (node: Node | null): Node | null => (isAlias(node) && parsed ? (node.resolve(parsed) ?? null) : node);
  const start = (node: Node | null): number => node?.range?.[0] ?? root?.range?.[0] ?? 0;

  // A mapping may have thousands of members, each asked for its place.
  const members = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();
  const membersOf = (map: YAMLMap): ReadonlyMap<string, Pair> => {
    const known = members.get(map);
    if (known !== undefined) return known;
    const byName = new Map(map.items.toReversed().map((pair) => [memberName(pair.key) ?? '', pair]));
    members.set(map, byName);
    return byName;
  };

  /** The node at `path` with its key, or the last one on the way that exists. */
  const find = (
    path: SourcePath,
  ): { readonly node: Node | null; readonly key: Node | null; readonly found: boolean } => {
    let node = root;
    let key: Node | null = null;
    for (const step of path) {
      const inside = resolve(node);
      if (!isCollection(inside)) return { node, key, found: false };
      if (isSeq(inside)) {
        const item = typeof step === 'number' ? inside.items[step] : undefined;
        if (item === undefined) return { node, key, found: false };
        [node, key] = [item as Node | null, null];
      } else {
        const pair = isMap(inside) ? membersOf(inside).get(String(step)) : undefined;
        if (pair === undefined) return { node, key, found: false };
        [node, key] = [pair.value as Node | null, pair.key as Node | null];
      }
    }
    return { node, key, found: true };
  };

  const scalarAt = (path: SourcePath): Scalar | undefined => {
    const { node, found } = find(path);
    const scalar = resolve(node);
    return found && isScalar(scalar) ? scalar : undefined;
  };

  return {
    file,
    number,
    value,
    place: place(start(root)),
    placeOf: (path) => {
      const { node, key } = find(path);
      // An empty value (`severity:`) has no place of its own.
      return place(start(isEmptyNode(node) && key !== null ? key : node));
    },
    placeOfKey: (path) => {
      const { node, key } = find(path);
      return place(start(key ?? node));
    },
    textAt: (path) => {
      const scalar = scalarAt(path);
      return scalar && typeof scalar.value === 'string' ? sourceText(text, scalar, place) : undefined;
    },
    lexemeAt: (path) => {
      const scalar = scalarAt(path);
      return scalar === undefined ? undefined : typeof scalar.value === 'string' ? scalar.value : scalar.source;
    },
  };
}

const styles: ReadonlyMap<unknown, ScalarStyle> = new Map<unknown, ScalarStyle>([
  [Scalar.PLAIN, 'plain'],
  [Scalar.QUOTE_SINGLE, 'single'],
  [Scalar.QUOTE_DOUBLE, 'double'],
  [Scalar.BLOCK_LITERAL, 'block'],
  [Scalar.BLOCK_FOLDED, 'block'],
]);

function sourceText(text: string, scalar: Scalar, place: (offset: number) => Place): SourceText {
  const [start, end] = scalar.range ?? [0, 0];
  const value = String(scalar.value);
  let offsets: readonly number[] | undefined;
  const offsetAt = (offset: number): number => {
    offsets ??= scalarOffsets(text.slice(start, end), value, styles.get(scalar.type) ?? 'plain');
    return start + (offsets[Math.min(Math.max(offset, 0), value.length)] ?? 0);
  };
  return { value, range: { start, end }, offsetAt, placeAt: (offset) => place(offsetAt(offset)) };
}

/** True where a document or a member says nothing: `severity:`. */
export function isEmptyNode(node: Node | null): boolean {
  return node === null || (isScalar(node) && node.value === null);
}
