import type { CheckpointStore } from '@trailhound/ports';
import { describe, expect, it } from 'vitest';
import { type Subject, withSubject } from './subject.js';

/** The promises of {@link CheckpointStore}. `open` gives an empty store. */
export function checkpointStoreContract(name: string, open: () => Promise<Subject<CheckpointStore>>): void {
  describe(`${name} keeps the CheckpointStore promise`, () => {
    it('what was set last is what is got', () =>
      withSubject(open, async (store) => {
        expect(await store.get('files', 'a.json')).toBeUndefined();
        await store.set('files', 'a.json', '1');
        await store.set('files', 'a.json', '{"size":2}');
        expect(await store.get('files', 'a.json')).toBe('{"size":2}');
      }));

    it('scopes and keys are apart, whatever stands in them', () =>
      withSubject(open, async (store) => {
        const places = [
          ['a', 'b:c'],
          ['a:b', 'c'],
          ['a', ''],
          ['', 'a'],
          ['a', '{b}\n'],
          ['ä', '\u202e'],
        ] as const;
        for (const [at, [scope, key]] of places.entries()) await store.set(scope, key, String(at));
        for (const [at, [scope, key]] of places.entries()) expect(await store.get(scope, key)).toBe(String(at));
      }));

    it('a value is replaced only where it is still what somebody read', () =>
      withSubject(open, async (store) => {
        expect(await store.replace('files', 'a', '1', '2')).toBe(false);
        expect(await store.get('files', 'a')).toBeUndefined();
        expect(await store.replace('files', 'a', undefined, '1')).toBe(true);
        expect(await store.replace('files', 'a', undefined, '9')).toBe(false);
        expect(await store.replace('files', 'a', '1', '2')).toBe(true);
        expect(await store.replace('files', 'a', '1', '9')).toBe(false);
        expect(await store.get('files', 'a')).toBe('2');
      }));

    it('a killed process leaves what it had set', () =>
      withSubject(open, async (store, { afterKill }) => {
        if (afterKill === undefined) return;
        await store.set('files', 'a.json', 'done');
        expect(await (await afterKill()).get('files', 'a.json')).toBe('done');
      }));
  });
}
