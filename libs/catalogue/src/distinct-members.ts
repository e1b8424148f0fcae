import type { Member, Shape } from './shape.js';

/**
 * The members of a structure, each once: a list of EC2 is known under several names, of which the first is kept. Equal
 * nodes of the catalogue are one shape, so that the same list under another name is told from another list.
 */
export function distinctMembers(shape: Shape & { readonly kind: 'structure' }): readonly (readonly [string, Member])[] {
  const seen = new Map<Shape, Set<string>>();
  return [...shape.members].filter(([name, member]) => {
    if (member.shape.kind === 'scalar') return true;
    const stems = seen.get(member.shape) ?? new Set<string>();
    seen.set(member.shape, stems);
    const stem = stemOf(name);
    if (stems.has(stem)) return false;
    stems.add(stem);
    return true;
  });
}

/** What `instanceIdSet`, `instancesSet` and `instances` have in common. */
function stemOf(name: string): string {
  return name
    .replace(/Set$/, '')
    .replace(/Ids?$/, '')
    .replace(/(?:es|s)+$/, '')
    .replace(/e$/, '');
}
