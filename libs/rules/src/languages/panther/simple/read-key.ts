import type { Segment } from '@trailhound/cloudtrail';
import { parseKeyPath } from './key-path.js';
import type { KeyNode } from './syntax.js';

type ReadKey =
  | { readonly ok: true; readonly key: KeyNode }
  /** `at` is the member that is wrong; absent where one is missing. */
  | { readonly ok: false; readonly message: string; readonly at?: string };

/** The field a mapping names by `Key`, `DeepKey`, `KeyPath` or `Enrichment`; without any, in a list, the element itself. */
export function readKey(members: Readonly<Record<string, unknown>>, isElement: boolean): ReadKey {
  const has = (name: string): boolean => Object.hasOwn(members, name);
  const named = ['Key', 'DeepKey', 'KeyPath', 'Enrichment'].filter(has);
  const [name, ...others] = named;
  if (others.length > 0) return { ok: false, message: `has ${named.join(' and ')}; give one of them` };
  switch (name) {
    case undefined:
      if (isElement) return { ok: true, key: { text: '', segments: [] } };
      return { ok: false, message: 'needs a Key, a DeepKey or a KeyPath' };
    case 'Key': {
      const { Key: key } = members;
      if (typeof key === 'string' && key !== '') return { ok: true, key: { text: key, segments: [key] } };
      return { ok: false, message: 'has a Key that is no name', at: name };
    }
    case 'DeepKey': {
      const { DeepKey: key } = members;
      if (!Array.isArray(key) || key.length === 0 || !key.every(isStep)) {
        return { ok: false, message: 'has a DeepKey that is no list of names and places', at: name };
      }
      return { ok: true, key: { text: key.join('.'), segments: key } };
    }
    case 'KeyPath': {
      const { KeyPath: path } = members;
      const segments = typeof path === 'string' ? parseKeyPath(path) : undefined;
      if (segments === undefined)
        return { ok: false, message: 'has a KeyPath that is none; write a.b, a.b[0].c or a[*].b', at: name };
      return { ok: true, key: { text: String(path), segments } };
    }
    default:
      return enrichment(members.Enrichment);
  }
}

/** What Panther's lookup tables add to an event stands at `p_enrichment.Table.Selector`. */
function enrichment(value: unknown): ReadKey {
  const { Table: table, Selector: selector, FieldPath: path } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const segments = typeof path === 'string' ? parseKeyPath(path) : undefined;
  if (typeof table !== 'string' || typeof selector !== 'string' || segments === undefined) {
    return { ok: false, message: 'has an Enrichment without Table, Selector and FieldPath', at: 'Enrichment' };
  }
  const text = `p_enrichment.${table}.${selector}.${String(path)}`;
  return { ok: true, key: { text, segments: ['p_enrichment', table, selector, ...segments] } };
}

function isStep(step: unknown): step is Segment & (string | number) {
  return (typeof step === 'string' && step !== '') || (typeof step === 'number' && Number.isInteger(step) && step >= 0);
}
