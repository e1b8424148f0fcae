import { describe, expect, it } from 'vitest';
import type { Enricher } from '../src/enricher.port.js';

const hostile: readonly unknown[] = [
  {},
  { sourceIPAddress: null, recipientAccountId: null },
  { sourceIPAddress: ['203.0.113.9'], recipientAccountId: { a: 1 } },
  { sourceIPAddress: 'ec2.amazonaws.com' },
  { sourceIPAddress: '::ffff:203.0.113.9' },
  { sourceIPAddress: '999.1.1.1' },
  { sourceIPAddress: '1.2.3.4'.repeat(100_000) },
  { sourceIPAddress: '\u0000', recipientAccountId: '__proto__' },
  JSON.parse('{"__proto__":{"sourceIPAddress":"203.0.113.9"}}'),
];

/** The promises of {@link Enricher}, which every enricher keeps. */
export function enricherContract(name: string, open: () => Promise<Enricher>): void {
  describe(`${name} keeps the Enricher promise`, () => {
    it('answers every record, however hostile, and twice the same', async () => {
      const enricher = await open();
      for (const record of hostile) {
        const first = enricher.enrich(record as never);
        expect(enricher.enrich(record as never)).toEqual(first);
        expect(Object.keys(first).filter((member) => !enricher.provides.includes(member))).toEqual([]);
      }
    });

    it('says what it provides', async () => {
      expect((await open()).provides.length).toBeGreaterThan(0);
    });
  });
}
