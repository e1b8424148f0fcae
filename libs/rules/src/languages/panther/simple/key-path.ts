import { every, type Segment } from '@trailhound/cloudtrail';

/** A KeyPath such as `requestParameters.items[0].name` or `resources[*].ARN`; undefined when it is none. */
export function parseKeyPath(text: string): readonly Segment[] | undefined {
  const segments: Segment[] = [];
  for (const part of text.split('.')) {
    const found = /^([^[\]]+)((?:\[(?:\d{1,9}|\*)\])*)$/.exec(part);
    const [, name, indexes = ''] = found ?? [];
    if (name === undefined) return undefined;
    segments.push(name);
    for (const [, index] of indexes.matchAll(/\[(\d+|\*)\]/g)) segments.push(index === '*' ? every : Number(index));
  }
  return segments;
}
