import { sampleValue } from '@trailhound/catalogue';
import { isJsonObject } from '@trailhound/cloudtrail';
import type { Random } from '@trailhound/testkit';

/** Parameters of a call as JSON text with holes, filled anew for every record. */
export type ParameterTemplate = (fill: Filling) => string;

/** What fills the holes of one record. */
export interface Filling {
  readonly random: Random;
  readonly accountId: string;
  readonly region: string;
}

type Hole = 'account' | 'region' | 'id' | 'word' | 'uuid' | 'number';

const mark = '\u0001';
const holes: readonly (readonly [RegExp, string])[] = [
  [/111122223333/g, 'account'],
  [/us-east-1/g, 'region'],
  [/0a1b2c3d-1111-2222-3333-444455556666/g, 'uuid'],
  [/0a1b2c3d4e5f67890/g, 'id'],
  [/example(?!\.)/g, 'word'],
];
const words = ['prod', 'staging', 'web', 'orders', 'reports', 'billing', 'cache', 'events', 'eu', 'internal'] as const;

/**
 * Makes a template of the shape that requests or responses of a call have. A real request holds a few of all possible
 * members, so each top-level one is kept with probability `keep`, up to about `maxBytes` in all.
 */
export function parameterTemplate(
  shape: Parameters<typeof sampleValue>[0] | undefined,
  random: Random,
  { keep, maxBytes }: { readonly keep: number; readonly maxBytes: number },
): ParameterTemplate {
  const sample = shape === undefined ? undefined : sampleValue(shape);
  if (!isJsonObject(sample)) return () => 'null';
  const kept: Record<string, unknown> = {};
  let bytes = 2;
  for (const [name, value] of Object.entries(sample)) {
    const size = JSON.stringify(value).length + name.length + 4;
    if (!random.chance(keep) || bytes + size > maxBytes) continue;
    kept[name] = value;
    bytes += size;
  }
  if (bytes === 2) return () => 'null';
  return filling(JSON.stringify(kept, (_name, value) => (typeof value === 'number' ? `${mark}number${mark}` : value)));
}

function filling(json: string): ParameterTemplate {
  const marked = holes
    .reduce((text, [pattern, hole]) => text.replace(pattern, `${mark}${hole}${mark}`), json)
    .replaceAll(`"\\u0001number\\u0001"`, `${mark}number${mark}`);
  const parts = marked.split(mark);
  return (fill) => {
    let text = '';
    for (let at = 0; at < parts.length; at += 2) {
      text += parts[at];
      const hole = parts[at + 1];
      if (hole !== undefined) text += filled(hole as Hole, fill);
    }
    return text;
  };
}

function filled(hole: Hole, { random, accountId, region }: Filling): string {
  switch (hole) {
    case 'account':
      return accountId;
    case 'region':
      return region;
    case 'id':
      return random.text('0123456789abcdef', 17);
    case 'word':
      return `${random.pick(words)}-${random.int(0, 9999)}`;
    case 'uuid':
      return random.uuid();
    case 'number':
      return String(random.int(0, 5000));
    default:
      return hole satisfies never;
  }
}
