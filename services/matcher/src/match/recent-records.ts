import type { CarriedRecord } from '../detect/build-alert.js';

/**
 * The last records that were counted, so that the alert of a window can show its first record and name the suppressions
 * of earlier ones. What is forgotten costs an alert detail, never an alert.
 */
export interface RecentRecords {
  add(record: CarriedRecord): void;
  get(uid: string): CarriedRecord | undefined;
}

/** Remembers records up to `maxBytes` of JSON altogether, oldest forgotten first. */
export function createRecentRecords(maxBytes = 8 * 1_024 * 1_024): RecentRecords {
  const records = new Map<string, CarriedRecord>();
  let bytes = 0;
  return {
    add(record) {
      if (records.has(record.uid)) return;
      records.set(record.uid, record);
      bytes += record.bytes.length;
      for (const [uid, oldest] of records) {
        if (bytes <= maxBytes) break;
        records.delete(uid);
        bytes -= oldest.bytes.length;
      }
    },
    get: (uid) => records.get(uid),
  };
}
