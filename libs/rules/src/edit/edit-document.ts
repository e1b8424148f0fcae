import type { Place } from '@trailhound/contracts';
import { type Document, isMap, isSeq, LineCounter, parseAllDocuments, type YAMLMap } from 'yaml';

/** A mapping of a file, which is one of its documents or an item of a list. */
export interface EditableDocument {
  readonly map: YAMLMap;
  /** The file with whatever was done to {@link map}; comments stay. */
  text(): string;
  /** The file without it; undefined where it was all there was. */
  withoutIt(): string | undefined;
  /** It alone, as a file. */
  alone(): string;
}

/** The mapping of a YAML or JSON file that stands at `place`. Undefined where there is none that can be edited. */
export function editableAt(text: string, place: Place): EditableDocument | undefined {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    ...{ lineCounter: lines, schema: 'core', resolveKnownTags: false, merge: false },
    ...{ uniqueKeys: false, prettyErrors: false, logLevel: 'silent' },
  });
  if ('empty' in documents || documents.some(({ errors }) => errors.length > 0)) return undefined;
  const found = documents.flatMap(rootsOf).findLast(({ map }) => lines.linePos(map.range?.[0] ?? 0).line <= place.line);
  if (found === undefined) return undefined;
  const { map, document, items } = found;
  return {
    map,
    text: () => rendered(documents),
    withoutIt() {
      if (items !== undefined && items.length > 1) {
        items.splice(items.indexOf(map), 1);
        return rendered(documents);
      }
      const others = documents.filter((one) => one !== document);
      return others.some(({ contents }) => contents !== null) ? rendered(others) : undefined;
    },
    alone() {
      const copy = document.clone();
      copy.contents = map;
      copy.directives = undefined;
      return copy.toString({ lineWidth: 0 });
    },
  };
}

interface Root {
  readonly map: YAMLMap;
  readonly document: Document;
  /** Where it is one of a list. */
  readonly items?: unknown[];
}

function rootsOf(document: Document): readonly Root[] {
  const { contents } = document;
  if (isMap(contents)) return [{ map: contents, document }];
  if (!isSeq(contents)) return [];
  const { items } = contents;
  return items.filter(isMap).map((map) => ({ map, document, items }));
}

function rendered(documents: readonly Document[]): string {
  return documents.map((document) => document.toString({ lineWidth: 0 })).join('');
}
