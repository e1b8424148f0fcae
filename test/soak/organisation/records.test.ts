import { describe, expect, it } from 'vitest';
import { referenceAlerts } from '../../chaos/oracle/reference.js';
import { hourMs, organisationRecords } from './records.js';
import { soakRules } from './rules.js';

const size = { accounts: 4, regions: 2, hours: 24, seed: 1, startMs: Date.UTC(2026, 2, 2) };
const records = organisationRecords(size);
const share = (count: number) => count / records.length;

describe('an organisation', () => {
  it('does something in every hour of every account and region, and in no hour beyond', () => {
    const places = new Set(records.map(({ account, region, hour }) => `${account} ${region} ${hour}`));
    expect(places.size).toBe(4 * 2 * 24);
    for (const { record, hour } of records)
      expect(Math.floor((Date.parse(String(record['eventTime'])) - size.startMs) / hourMs)).toBe(hour);
  });

  it('has about 2 % of its records late, by up to 20 hours, and puts something into the objects of every hour in time', () => {
    const late = records.filter(({ hour, deliveredHour }) => deliveredHour > hour);
    expect(share(late.length)).toBeGreaterThan(0.01);
    expect(share(late.length)).toBeLessThan(0.03);
    expect(Math.max(...late.map(({ hour, deliveredHour }) => deliveredHour - hour))).toBeGreaterThan(12);
    expect(Math.max(...late.map(({ hour, deliveredHour }) => deliveredHour - hour))).toBeLessThanOrEqual(20);
    const inTime = new Set(
      records
        .filter(({ hour, deliveredHour, kind }) => hour === deliveredHour && kind !== 'data')
        .map(({ account, region, hour }) => `${account} ${region} ${hour}`),
    );
    expect(inTime.size).toBe(4 * 2 * 24);
  });

  it('gives alerts of every rule, and is the same again for the same seed', () => {
    const alerts = [
      ...referenceAlerts(
        soakRules,
        records.map(({ record }) => record),
      ).values(),
    ];
    const rules = new Set(alerts.map(({ rule }) => rule.id));
    const { rules: single, correlations } = soakRules;
    expect(rules).toEqual(new Set([...single, ...correlations].map(({ id }) => id)));
    expect(organisationRecords(size)).toEqual(records);
    expect(organisationRecords({ ...size, seed: 2 })).not.toEqual(records);
  });
});
