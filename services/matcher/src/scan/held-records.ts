import type { RecordView } from '@trailhound/cloudtrail';
import type { RecordRef } from '@trailhound/contracts';
import { withAnswersOf } from '@trailhound/rules';
import type { CarriedRecord } from '../detect/build-alert.js';

/**
 * Records kept because some alert may show them: which one is an alert's first is known at the end only. Beyond the bound
 * the earliest record of each group is all that is kept, so an alert then shows the earliest record that is left.
 */
export interface HeldRecords {
  hold(group: string, record: CarriedRecord): void;
  /** The first of these records of a group that is held; else the group's earliest. Undefined for an unknown group. */
  first(group: string, records: readonly RecordRef[]): CarriedRecord | undefined;
  /** Those of these records that are held. */
  all(records: readonly RecordRef[]): readonly CarriedRecord[];
}

/** `view` makes a fresh view of a record's bytes: what was parsed of it is not kept. */
export function createHeldRecords(maxBytes: number, view: (bytes: Uint8Array) => RecordView): HeldRecords {
  const byUid = new Map<string, CarriedRecord>();
  const earliest = new Map<string, CarriedRecord>();
  let bytes = 0;
  return {
    hold(group, record) {
      const unparsed = { ...record, view: withAnswersOf(record.view, view(record.bytes)) };
      const known = earliest.get(group);
      if (known === undefined || comesBefore(record, known)) earliest.set(group, unparsed);
      const copy = byUid.get(record.uid);
      if (copy !== undefined) {
        if (comesBefore(record, copy)) byUid.set(record.uid, unparsed);
      } else if (bytes + record.bytes.length <= maxBytes) {
        byUid.set(record.uid, unparsed);
        bytes += record.bytes.length;
      }
    },
    first(group, records) {
      for (const { uid } of records) {
        const record = byUid.get(uid);
        if (record !== undefined) return record;
      }
      return earliest.get(group);
    },
    all: (records) => records.map(({ uid }) => byUid.get(uid)).filter((record) => record !== undefined),
  };
}

function comesBefore(a: CarriedRecord, b: CarriedRecord): boolean {
  if (a.eventTimeMs !== b.eventTimeMs) return a.eventTimeMs < b.eventTimeMs;
  if (a.ref.input !== b.ref.input) return a.ref.input < b.ref.input;
  return a.ref.index < b.ref.index;
}
