import type { ExpectedAlert } from './reference.js';

/** Messages that were deleted from a partition before an offset, among them some that had not been read. */
export interface DeletedMessages {
  readonly partition: number;
  readonly until: bigint;
}

/**
 * The alert that must say it where counts were rebuilt from a log that no longer held all of them: by its id, which is the
 * product's own matter. None where nothing was deleted, or no log says that counts were rebuilt without what was; then an
 * alert that says so is one that should not be.
 */
export function gapAlerts(
  alerts: readonly { readonly key: string; readonly value: string }[],
  deleted: DeletedMessages | undefined,
  logs: readonly string[],
): ReadonlyMap<string, ExpectedAlert> {
  const isSaid = logs.some((text) => text.includes('(rebuild_gap)'));
  if (deleted === undefined || !isSaid) return new Map();
  const says = `partition ${deleted.partition} of cloudtrail.records no longer holds`;
  const found = alerts.find(({ value }) => {
    const { rule, description } = JSON.parse(value);
    return rule === 'trailhound-rebuild-gap' && String(description).includes(says);
  });
  const expected: ExpectedAlert = {
    rule: { id: 'trailhound-rebuild-gap' },
    ...{ isSuppressed: false, fewest: 1, uids: new Set() },
  };
  return new Map([[found?.key ?? `the one of partition ${deleted.partition}`, expected]]);
}
