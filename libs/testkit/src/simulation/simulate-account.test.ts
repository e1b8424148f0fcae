import { describe, expect, it } from 'vitest';
import { attackPlans } from './attacks/index.js';
import { type SimulationOptions, simulateAccount } from './simulate-account.js';

const start = new Date('2026-01-14T00:00:00Z');
const simulate = (options: Partial<SimulationOptions> = {}) => simulateAccount({ seed: 1, start, ...options });

describe('simulateAccount', () => {
  const day = simulate();

  it('is the same for the same options, byte for byte, and another for another seed', () => {
    const text = JSON.stringify(simulate({ hours: 3 }));
    expect(JSON.stringify(simulate({ hours: 3 }))).toBe(text);
    expect(JSON.stringify(simulate({ hours: 3, seed: 2 }))).not.toBe(text);
  });

  it('makes thousands of records of a day, all within it', () => {
    expect(day.records.length).toBeGreaterThan(5_000);
    expect(day.records.length).toBeLessThan(20_000);
    const times = day.records.map(({ eventTime }) => eventTime).sort();
    expect(times.every((time) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(time))).toBe(true);
    expect(Date.parse(times[0] ?? '')).toBeGreaterThanOrEqual(start.getTime());
    expect(Date.parse(times.at(-1) ?? '')).toBeLessThan(start.getTime() + 24 * 3_600_000);
  });

  it('delivers a few records twice, equal in content, always in two objects, and loses none', () => {
    const objectsOf = new Map<string, string[]>();
    const texts = new Map<string, string>();
    for (const { key, records } of day.objects) {
      for (const record of records) {
        objectsOf.set(record.eventID, [...(objectsOf.get(record.eventID) ?? []), key]);
        expect(texts.get(record.eventID) ?? JSON.stringify(record)).toBe(JSON.stringify(record));
        texts.set(record.eventID, JSON.stringify(record));
      }
    }
    const copies = [...objectsOf.values()].filter((keys) => keys.length > 1);
    expect(copies.length).toBeGreaterThan(0);
    expect(copies.length).toBeLessThan(objectsOf.size / 10);
    for (const keys of copies) expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(day.objects.map(({ key }) => key)).size).toBe(day.objects.length);
  });

  it('delivers out of order, but never a record later than a quarter of an hour or before its time', () => {
    const delays = day.objects.flatMap(({ deliveredAt, records }) =>
      records.map(({ eventTime }) => (deliveredAt.getTime() - Date.parse(eventTime)) / 1000),
    );
    expect(Math.min(...delays)).toBeGreaterThan(0);
    expect(Math.max(...delays)).toBeLessThan(15 * 60);
    const steps = day.records.map(({ eventTime }, at) => eventTime < (day.records[at - 1]?.eventTime ?? ''));
    expect(steps.filter(Boolean).length).toBeGreaterThan(100);
    const delivered = day.objects.map(({ deliveredAt }) => deliveredAt.getTime());
    expect(delivered).toEqual([...delivered].sort((a, b) => a - b));
  });

  it('files every object under the account and region of its records', () => {
    for (const { key, records } of day.objects) {
      for (const { recipientAccountId, awsRegion } of records) {
        expect(key.startsWith(`AWSLogs/${recipientAccountId}/CloudTrail/${awsRegion}/2026/01/`)).toBe(true);
      }
    }
  });

  it('has an answer key with every attack, whose events are in the records, each in one attack', () => {
    expect(day.attacks.map(({ name }) => name).sort()).toEqual(attackPlans.map(({ name }) => name).sort());
    expect(day.attacks.length).toBeGreaterThanOrEqual(12);
    const known = new Set(day.records.map(({ eventID }) => eventID));
    const ids = day.attacks.flatMap(({ eventIDs }) => eventIDs);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { name, eventIDs, rules, description } of day.attacks) {
      expect(eventIDs.length, name).toBeGreaterThan(0);
      expect(rules.length, name).toBeGreaterThan(0);
      expect(description, name).not.toBe('');
      for (const id of eventIDs) expect(known.has(id), name).toBe(true);
    }
  });

  it('marks nothing: no record says attack, and users and addresses of attacks are not theirs alone', () => {
    const telltale =
      /\b(attack\w*|malicious|hack\w*|evil|stratus|pentest|intruder|stolen|leaked|backdoor|simulat\w*)\b/i;
    expect(day.records.filter((record) => telltale.test(JSON.stringify(record)))).toEqual([]);
    const attackIds = new Set(day.attacks.flatMap(({ eventIDs }) => eventIDs));
    const network = (address: string) => address.split('.').slice(0, 3).join('.');
    const networks = (ofAttacks: boolean) =>
      new Set(
        day.records
          .filter(({ eventID }) => attackIds.has(eventID) === ofAttacks)
          .map(({ sourceIPAddress }) => network(sourceIPAddress)),
      );
    expect([...networks(true).difference(networks(false))]).toEqual([]);
    const members = (ofAttacks: boolean) =>
      new Set(day.records.filter(({ eventID }) => attackIds.has(eventID) === ofAttacks).flatMap(Object.keys));
    expect([...members(true).difference(members(false))]).toEqual([]);
  });

  it('has the same ordinary activity with and without attacks', () => {
    const attackIds = new Set(day.attacks.flatMap(({ eventIDs }) => eventIDs));
    const ordinary = new Set(simulate({ attacks: false }).records.map(({ eventID }) => eventID));
    const around = new Set(day.records.map(({ eventID }) => eventID)).difference(attackIds);
    expect(simulate({ attacks: false }).attacks).toEqual([]);
    expect([...around].sort()).toEqual([...ordinary].sort());
  });

  it('plays every attack within a single hour, and refuses less', () => {
    const hour = simulate({ hours: 1 });
    expect(hour.attacks).toHaveLength(attackPlans.length);
    const times = hour.records.map(({ eventTime }) => Date.parse(eventTime));
    expect(Math.max(...times)).toBeLessThan(start.getTime() + 3_600_000);
    expect(() => simulate({ hours: 0.5 })).toThrow(RangeError);
    expect(() => simulate({ hours: Number.NaN })).toThrow(RangeError);
  });

  it('rests at the weekend: fewer people sign in', () => {
    const people = (from: string) =>
      new Set(
        simulate({ start: new Date(from), attacks: false })
          .records.filter(({ eventName }) => eventName === 'ConsoleLogin')
          .map(({ userIdentity }) => userIdentity.arn),
      ).size;
    expect(people('2026-01-17T00:00:00Z')).toBeLessThan(people('2026-01-14T00:00:00Z'));
  });
});
