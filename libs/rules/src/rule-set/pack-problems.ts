import { didYouMean, type Problem } from '@trailhound/contracts';
import type { PackAdaptations } from './pack-adaptation.js';

/** A document of a pack, also one that could not be read as a rule. */
interface PackMember {
  readonly pack: string | undefined;
  readonly ids: readonly string[];
  /** All it says, in which placeholders are looked for. */
  readonly value: unknown;
}

/** What `packs:` of the configuration names and the files do not have: each would otherwise change nothing in silence. */
export function packProblems(packs: PackAdaptations, members: readonly PackMember[]): Problem[] {
  if (Object.keys(packs).length === 0) return [];
  const names = new Set(members.flatMap(({ pack }) => (pack === undefined ? [] : [pack])));
  return Object.entries(packs).flatMap(([pack, { disable, values }]) => {
    if (!names.has(pack)) return [missing('PACK_UNKNOWN', `packs.${pack}: there is no such pack`, pack, names)];
    const inPack = members.filter((member) => member.pack === pack);
    const ids = inPack.flatMap((member) => member.ids);
    const unknownIds = (disable === undefined || disable === true ? [] : disable).filter((id) => !ids.includes(id));
    const used = new Set(inPack.flatMap(({ value }) => placeholders(value)));
    const unusedValues = Object.keys(values ?? {}).filter((name) => !used.has(name));
    return [
      ...unknownIds.map((id) =>
        missing('PACK_RULE_UNKNOWN', `packs.${pack}.disable: the pack has no rule ${id}`, id, ids),
      ),
      ...unusedValues.map((name) => ({
        code: 'PACK_VALUE_UNUSED',
        message: `packs.${pack}.values.${name}: no rule of the pack uses {{${name}}}`,
        fix: 'correct the name, or take it out',
      })),
    ];
  });
}

function placeholders(value: unknown): string[] {
  return [...(JSON.stringify(value) ?? '').matchAll(/\{\{\s*([\w-]+)\s*\}\}/g)].flatMap(([, name]) => name ?? []);
}

function missing(code: string, message: string, name: string, known: Iterable<string>): Problem {
  const near = didYouMean(name, known);
  return { code, message, ...(near !== undefined && { fix: `did you mean ${near}?` }) };
}
