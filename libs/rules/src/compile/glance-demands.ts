import { type RecordGlance, untold } from '@trailhound/cloudtrail';
import type { Condition, LeafPath } from '../condition/condition.js';
import { leafText } from '../condition/leaf-text.js';
import { type IndexKey, indexKeysOf } from './index-keys.js';
import type { KeySource } from './key-source.js';
import { foldedText } from './literal-index.js';
import type { Predicates } from './predicates.js';

/** Whether the record of the glance may have what a rule demands; false is certain. */
export type GlanceDemand = () => boolean;

/** A demand with more alternatives is not worth looking for. */
const maxAlternatives = 64;
/** So few texts are looked for one after another. */
const fewTexts = 4;

/** What conditions, all of which must hold, demand of a record as far as records can be found by it; what is cheap to see first. */
export function demandsOf(conditions: readonly Condition[], predicates: Predicates): readonly GlanceDemand[] {
  const sets = conditions.flatMap(indexKeysOf).map(({ keys }) => keys);
  const worthIt = sets.filter((keys) => keys.length > 0 && keys.length <= maxAlternatives);
  return worthIt.toSorted((a, b) => rank(a) - rank(b)).flatMap((keys) => demandOf(keys, predicates) ?? []);
}

function rank([first]: readonly IndexKey[]): number {
  return first?.kind === 'value' ? 0 : 1;
}

/** Undefined where a field of the keys is not seen at a glance. */
function demandOf(keys: readonly IndexKey[], predicates: Predicates): GlanceDemand | undefined {
  const bySource = Map.groupBy(keys, (key) => predicates.sourceOf(key));
  const demands = [...bySource].map(([source, ofSource]) => demandOfField(source, ofSource, predicates));
  const known = demands.filter((demand) => demand !== undefined);
  const [only] = known;
  if (only === undefined || known.length < demands.length) return undefined;
  return known.length === 1 ? only : () => known.some((demand) => demand());
}

function demandOfField(source: KeySource, keys: readonly IndexKey[], predicates: Predicates): GlanceDemand | undefined {
  const literals = keys.filter((key) => key.kind === 'literal');
  const [first] = literals;
  if (first !== undefined && literals.length <= fewTexts) {
    const texts = literals.map(({ text }) => text);
    return textDemand(predicates.record.glance, { path: first.path, fold: first.fold, texts });
  }
  const numbers = keys.map((key) => predicates.numberOf(key)).filter((number) => number !== undefined);
  return keyDemand(source, new Set(numbers));
}

function keyDemand(source: KeySource, wanted: ReadonlySet<number>): GlanceDemand {
  return () => {
    const count = source.glance();
    if (count === untold) return true;
    for (let at = 0; at < count; at++) if (wanted.has(source.possibleKeys[at] as number)) return true;
    return false;
  };
}

interface TextsOfField {
  readonly path: LeafPath;
  readonly fold: boolean;
  readonly texts: readonly string[];
}

function textDemand(glance: RecordGlance, { path, fold, texts }: TextsOfField): GlanceDemand | undefined {
  const member = glance.memberOf(path);
  if (member === undefined) return undefined;
  return () => {
    const count = glance.find(member);
    if (count === untold) return true;
    for (let at = 0; at < count; at++) {
      const text = leafText(glance.valueOf(member, at));
      if (text === undefined) continue;
      const compared = fold ? foldedText(text) : text;
      for (const wanted of texts) if (compared.includes(wanted)) return true;
    }
    return false;
  };
}
