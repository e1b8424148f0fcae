import { parsePath, recordPath } from '@trailhound/cloudtrail';
import type { Parsed } from '@trailhound/contracts';
import { threatstackAliases } from '../languages/threatstack/aliases.js';
import type { FieldRef } from '../rule.js';

/**
 * The field that `groupBy`, `distinct`, `fields` or a title names: an alias (`user`, `ip`, `accountId`, `region`,
 * `event_type`) where it stands alone, otherwise a path such as `userIdentity.arn`, `items[0].name` or `["odd name"]`.
 */
export function fieldRef(name: string): Parsed<FieldRef> {
  const alias = threatstackAliases.get(name);
  if (alias) return { ok: true, value: { name, ...alias } };
  const path = parsePath(name);
  return path.ok ? { ok: true, value: { name, paths: [path.value] } } : path;
}

/** The group of rules that count but name no group: one account after the other. */
export const accountGroup: FieldRef = {
  name: 'recipientAccountId',
  paths: [recordPath('recipientAccountId'), recordPath('userIdentity', 'accountId')],
};
