import { type GroupSpec, reachMs, type WindowKey } from '@trailhound/detection';

/** Where an alert's bucket is, so that it can be looked up by the alert's id. */
export interface AlertPointer {
  readonly key: WindowKey;
  readonly counting: GroupSpec;
  readonly bucket: number;
  readonly marked: boolean;
}

/** How long an alert that fired is remembered: as long as the topic keeps it. */
export const alertTtlMs = 35 * 24 * 3600 * 1000;

/** How long a group's state is kept after it was written last. */
export function ttlOf(counting: GroupSpec, latenessMs: number): number {
  return reachMs(counting) + latenessMs;
}

/** The names of what windows are made of. */
export interface WindowKeys {
  stamp(stream: string, partition: number): string;
  /** How far a partition is counted, where that is after its stamp. */
  counted(stream: string, partition: number): string;
  /** The newest revision of the rules counted under. */
  rules(stream: string): string;
  bucket(bucket: string): string;
  overflow(rule: string): string;
  /** The live groups of a rule. */
  groups(rule: string): string;
  pointer(alertId: string): string;
  /** Groups that are judged later, by how far the log must be read for them. */
  readonly due: string;
}

export function windowKeys(prefix: string): WindowKeys {
  return {
    stamp: (stream, partition) => `${prefix}stamp:${stream}:${partition}`,
    counted: (stream, partition) => `${prefix}counted:${stream}:${partition}`,
    rules: (stream) => `${prefix}rules:${stream}`,
    bucket: (bucket) => `${prefix}bucket:${bucket}`,
    overflow: (rule) => `${prefix}overflow:${rule}`,
    groups: (rule) => `${prefix}groups:${rule}`,
    pointer: (alertId) => `${prefix}alert:${alertId}`,
    due: `${prefix}due`,
  };
}
