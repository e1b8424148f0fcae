import { indicatorNames } from '@trailhound/cloudtrail';

/** Whether a `p_any_…` field is derived from records here. */
export function isKnownIndicator(name: string): boolean {
  return (indicatorNames as readonly string[]).includes(name.toLowerCase());
}
