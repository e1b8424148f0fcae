import type { Catalogue, CatalogueEvent } from '@trailhound/catalogue';
import { wordsOf } from './event-words.js';

/** A name that some event of the catalogue has, taken apart. */
export interface KnownName {
  readonly name: string;
  readonly event: CatalogueEvent;
  readonly words: readonly string[];
}

/** The names of a catalogue, by the keys the lints ask for them. */
export interface KnownNames {
  /** By the first and the last word: `Create Gateway`. */
  readonly byEnds: ReadonlyMap<string, readonly KnownName[]>;
  /** By the name in small letters. */
  readonly byFolded: ReadonlyMap<string, readonly KnownName[]>;
}

// Made once a catalogue: a condition may ask for hundreds of names, and there are some twenty thousand.
const known = new WeakMap<Catalogue, KnownNames>();

export function knownNames(catalogue: Catalogue): KnownNames {
  const before = known.get(catalogue);
  if (before !== undefined) return before;
  const all = catalogue.sources
    .flatMap((source) => catalogue.events(source))
    .flatMap((event) => event.names.map((name): KnownName => ({ name, event, words: wordsOf(name) })));
  const made = {
    byEnds: Map.groupBy(all, ({ words }) => endsOf(words)),
    byFolded: Map.groupBy(all, ({ name }) => name.toLowerCase()),
  };
  known.set(catalogue, made);
  return made;
}

/** The names that have the words of this text in their order, its first first and its last last, with others between. */
export function namesSpreading(text: string, catalogue: Catalogue): readonly KnownName[] {
  const wanted = wordsOf(text);
  if (wanted.length < 2) return [];
  return (knownNames(catalogue).byEnds.get(endsOf(wanted)) ?? []).filter(({ words }) => {
    if (words.length <= wanted.length) return false;
    let at = 0;
    for (const word of words) if (word === wanted[at]) at += 1;
    return at === wanted.length;
  });
}

function endsOf(words: readonly string[]): string {
  return `${words[0] ?? ''} ${words.at(-1) ?? ''}`;
}
