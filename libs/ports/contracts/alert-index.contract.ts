import { type Alert, type AlertChange, sha256Hex } from '@trailhound/contracts';
import type { AlertFilter, AlertIndex } from '@trailhound/ports';
import { describe, expect, it } from 'vitest';
import { sampleAlert } from './sample-alert.js';
import { type Subject, withSubject } from './subject.js';

const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 12, minute)).toISOString();
const muted = [{ id: 's1', reason: 'planned', owner: 'ops' }];

const alerts: readonly Alert[] = [
  sampleAlert('a', { firstEventTime: at(1) }),
  sampleAlert('b', { firstEventTime: at(2), severity: 'low', account: '222222222222' }),
  sampleAlert('c', { firstEventTime: at(3), rule: 'bucket-open', severity: 'critical' }),
  sampleAlert('d', { firstEventTime: at(4), suppressedBy: muted }),
  sampleAlert('e', { firstEventTime: at(5), rule: 'bucket-open', account: null }),
];

/** The promises of {@link AlertIndex}. `open` gives an empty index. */
export function alertIndexContract(name: string, open: () => Promise<Subject<AlertIndex>>): void {
  const promise = (sentence: string, judge: (index: AlertIndex, subject: Subject<AlertIndex>) => Promise<void>) =>
    it(sentence, () => withSubject(open, judge));

  async function titles(index: AlertIndex, filter: Partial<AlertFilter>): Promise<string> {
    const page = await index.list({ suppressed: false, ...filter }, 100);
    return page.alerts.map(({ title }) => title.at(-2)).join('');
  }

  describe(`${name} keeps the AlertIndex promise`, () => {
    promise('an alert is got as it was put', async (index) => {
      await index.put(alerts);
      expect(await index.get(sha256Hex('c'))).toEqual(alerts[2]);
      expect(await index.get(sha256Hex('unknown'))).toBeUndefined();
    });

    promise('of the changes to an alert the latest holds, in whatever order they come', async (index) => {
      const change = (name: string, state: AlertChange['state'], minute: number): AlertChange => {
        return { version: 1, alertId: sha256Hex(name), state, by: 'ana', at: at(minute) };
      };
      const [acknowledged, closed] = [change('a', 'acknowledged', 3), change('a', 'closed', 5)];
      await index.putChanges([closed, change('b', 'acknowledged', 1)]);
      await index.putChanges([acknowledged, acknowledged]);
      const found = await index.changes([sha256Hex('a'), sha256Hex('c')]);
      expect([...found]).toEqual([[sha256Hex('a'), closed]]);
      await index.putChanges([change('a', 'open', 6)]);
      expect((await index.changes([sha256Hex('a')])).get(sha256Hex('a'))).toMatchObject({ state: 'open' });
    });

    promise('the first message of an alert wins', async (index) => {
      await index.put([sampleAlert('a', { title: 'first (1)' }), sampleAlert('a', { title: 'same batch (2)' })]);
      await index.put([sampleAlert('a', { title: 'later (3)', firstEventTime: at(9) })]);
      expect(await index.get(sha256Hex('a'))).toMatchObject({ title: 'first (1)' });
      expect(await titles(index, {})).toBe('1');
    });

    it.each<{ name: string; filter: Partial<AlertFilter>; found: string }>([
      { name: 'everything but the suppressed, newest event first', filter: {}, found: 'ecba' },
      { name: 'the suppressed too where asked for', filter: { suppressed: true }, found: 'edcba' },
      { name: 'one rule', filter: { rule: 'bucket-open' }, found: 'ec' },
      { name: 'one account', filter: { account: '222222222222' }, found: 'b' },
      { name: 'any of some severities', filter: { severity: ['critical', 'low'] }, found: 'cb' },
      { name: 'no severity at all', filter: { severity: [] }, found: '' },
      { name: 'from a time on, inclusive', filter: { fromMs: Date.parse(at(3)) }, found: 'ec' },
      { name: 'up to a time, exclusive', filter: { toMs: Date.parse(at(3)) }, found: 'ba' },
      {
        name: 'all filters together',
        filter: { rule: 'root-login', severity: ['high'], suppressed: true, fromMs: Date.parse(at(2)) },
        found: 'd',
      },
      { name: 'a rule named like SQL', filter: { rule: "' OR 1=1 --" }, found: '' },
    ])('lists $name', ({ filter, found }) =>
      withSubject(open, async (index) => {
        await index.put(alerts);
        expect(await titles(index, filter)).toBe(found);
      }),
    );

    promise('pages hold every alert once, also where times are equal and while new ones arrive', async (index) => {
      const many = Array.from({ length: 47 }, (_, n) =>
        sampleAlert(`n${n}`, { firstEventTime: at(Math.floor(n / 10)) }),
      );
      await index.put(many);
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await index.list({ suppressed: false }, 10, cursor);
        seen.push(...page.alerts.map(({ id }) => id));
        cursor = page.next;
        await index.put([sampleAlert(`new ${seen.length}`, { firstEventTime: at(59) })]);
      } while (cursor !== undefined);
      expect(seen).toHaveLength(47);
      expect(new Set(seen)).toEqual(new Set(many.map(({ id }) => id)));
    });

    promise('the last page says that it is the last, also when it is full', async (index) => {
      await index.put(alerts);
      expect((await index.list({ suppressed: true }, 5)).next).toBeUndefined();
      expect((await index.list({ suppressed: true }, 4)).next).toBeDefined();
    });

    it.each(['', 'x', 'AAAA', Buffer.from('["v1","1","x"]').toString('base64url'), "' OR 1=1"])(
      'a cursor it did not issue is refused: %j',
      (cursor) =>
        withSubject(open, async (index) => {
          await index.put(alerts);
          await expect(index.list({ suppressed: false }, 10, cursor)).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
        }),
    );

    promise('a killed process leaves what it had put', async (index, subject) => {
      if (subject.afterKill === undefined) return;
      await index.put(alerts);
      expect(await titles(await subject.afterKill(), {})).toBe('ecba');
    });
  });
}
