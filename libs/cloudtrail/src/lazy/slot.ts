import type { FieldPath } from '../field-path.js';
import { type BytePath, bytePathOf, isOfEnvelope } from './byte-path.js';
import type { Member, MemberTree } from './member-tree.js';

/** A path as it is read in bytes. */
export interface Slot {
  readonly path: FieldPath;
  /** The members on the way, outermost first; none where the record is parsed for the path. */
  readonly members: readonly Member[];
  readonly rest: BytePath['rest'];
  readonly isWhole: boolean;
  readonly entersArray: boolean;
  /** The path is one of the envelope's that a few members of the record decide. */
  readonly isEnvelope: boolean;
}

/** Asks for the members that a path leads over; `isUndotted`: records with a dot in a name on its way are to be parsed. */
export function slotIn(tree: MemberTree, path: FieldPath, isUndotted: boolean): Slot {
  const plan = bytePathOf(path);
  const isEnvelope = plan === undefined && isOfEnvelope(path);
  if (plan === undefined) return { path, members: [], rest: [], isWhole: false, entersArray: false, isEnvelope };
  let inside = tree.top;
  const members: Member[] = [];
  for (const [at, name] of plan.names.entries()) {
    if (isUndotted) tree.refuseDots(inside);
    for (const dotted of plan.dotted[at] ?? []) tree.refuse(inside, dotted, plan.isFolded);
    inside = tree.memberOf(inside, name, plan.isFolded);
    members.push(inside);
  }
  const { rest, isWhole, entersArray } = plan;
  return { path, members, rest, isWhole, entersArray, isEnvelope };
}
