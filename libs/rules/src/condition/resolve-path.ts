import type { FieldPath } from '@trailhound/cloudtrail';

/** Temporary until libs/cloudtrail exports it. */
export function resolvePath(value: unknown, path: FieldPath): readonly unknown[] {
  let current: unknown[] = [value];
  const implicit = path.arrays === 'implicit';
  const spread = (values: unknown[]): unknown[] =>
    implicit && values.some(Array.isArray) ? spread(values.flat()) : values;
  for (const segment of path.segments) {
    const next: unknown[] = [];
    if (typeof segment === 'string') {
      for (const item of spread(current)) {
        if (typeof item !== 'object' || item === null || Array.isArray(item)) continue;
        if (Object.hasOwn(item, segment)) next.push((item as Record<string, unknown>)[segment]);
        else if (path.keyCase === 'fold') {
          const key = Object.keys(item).find((name) => name.toLowerCase() === segment.toLowerCase());
          if (key !== undefined) next.push((item as Record<string, unknown>)[key]);
        }
      }
    } else {
      for (const item of current) {
        if (!Array.isArray(item)) continue;
        if (typeof segment === 'number') {
          if (segment < item.length) next.push(item[segment]);
        } else next.push(...item);
      }
    }
    current = next;
  }
  return spread(current);
}
