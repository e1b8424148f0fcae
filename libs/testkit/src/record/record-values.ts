/** A JSON object as records hold them. */
export type JsonObject = { readonly [member: string]: unknown };

/** The account of a record whose test does not care. */
export const defaultAccountId = '111122223333';

/** `YYYY-MM-DDThh:mm:ssZ`: CloudTrail's own time format, whole seconds. */
export function cloudTrailTime(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}
