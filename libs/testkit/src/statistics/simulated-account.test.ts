import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { simulateAccount } from '../simulation/simulate-account.js';
import { recordStatistics } from './record-statistics.js';

const folder = join(fileURLToPath(new URL('../../../..', import.meta.url)), '../shared/data/cloudtrail');
const isPresent = existsSync(folder);

type AnyRecord = Readonly<Record<string, unknown>>;

function readRecords(path: string): AnyRecord[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => JSON.parse(line) as AnyRecord);
}

const realRecords = (): AnyRecord[] =>
  ['records', 'stratus'].flatMap((part) =>
    readdirSync(join(folder, part))
      .filter((name) => /\.jsonl(\.gz)?$/.test(name) && !name.includes('index'))
      .flatMap((name) => readRecords(join(folder, part, name))),
  );

const asObject = (value: unknown): AnyRecord =>
  typeof value === 'object' && value !== null ? (value as AnyRecord) : {};
const membersOf = (value: unknown): string => Object.keys(asObject(value)).sort().join(' ');

const skipped = isPresent ? '' : ' (skipped: ../shared/data/cloudtrail is not beside the checkout)';
describe.skipIf(!isPresent)(`the simulated account beside real records${skipped}`, () => {
  const real = isPresent ? realRecords() : [];
  const simulated: readonly AnyRecord[] = simulateAccount({ seed: 1, start: new Date('2026-01-14T00:00:00Z') }).records;
  const of = { real: recordStatistics(real), simulated: recordStatistics(simulated) };

  // The real set is mostly IAM users and terraform under attack simulation, a company mostly roles, workloads and data
  // events: hence bands, wide enough for that, narrow enough to notice records of another kind.
  it.each([
    ['bytes of a record, mean', of.real.bytes.mean, of.simulated.bytes.mean, 0.25],
    ['bytes of a record, median', of.real.bytes.median, of.simulated.bytes.median, 0.25],
  ])('%s: within a quarter of the real one', (_, expected, actual, band) => {
    expect(Math.abs(actual / expected - 1)).toBeLessThan(band);
  });

  it.each([
    ['readOnly true', 'readOnly', 0.08],
    ['errorCode present', 'errorCode', 0.08],
    ['requestParameters null', 'requestParametersNull', 0.08],
    ['responseElements null', 'responseElementsNull', 0.1],
    ['an array in requestParameters', 'arrayInRequest', 0.08],
    ['the items idiom in requestParameters', 'itemsInRequest', 0.08],
    ['tlsDetails', 'tlsDetails', 0.1],
  ] as const)('the share of records with %s is near the real one', (_, share, band) => {
    expect(of.simulated[share]).toBeGreaterThan(of.real[share] - band);
    expect(of.simulated[share]).toBeLessThan(of.real[share] + band);
  });

  it('nests as deep as real records, the deepest no deeper', () => {
    expect(Math.abs(of.simulated.nesting.median - of.real.nesting.median)).toBeLessThanOrEqual(1);
    expect(Math.abs(of.simulated.nesting.p99 - of.real.nesting.p99)).toBeLessThanOrEqual(2);
    expect(of.simulated.nesting.max).toBeLessThanOrEqual(of.real.nesting.max);
    expect(of.simulated.bytes.max).toBeLessThanOrEqual(of.real.bytes.max);
  });

  it('uses event versions that exist, most of all the one that is used most', () => {
    const most = (versions: ReadonlyMap<string, number>) => [...versions].sort((a, b) => b[1] - a[1])[0]?.[0];
    for (const version of of.simulated.versions.keys()) expect(of.real.versions.has(version), version).toBe(true);
    expect(most(of.simulated.versions)).toBe(most(of.real.versions));
  });

  it('has members, identities and sessions that real records have, and no others', () => {
    const shapes = (records: readonly AnyRecord[]) => ({
      members: new Set(records.flatMap((record) => Object.keys(record))),
      identities: new Set(
        records.map(({ userIdentity }) => `${asObject(userIdentity).type}: ${membersOf(userIdentity)}`),
      ),
      sessions: new Set(records.map(({ userIdentity }) => membersOf(asObject(userIdentity).sessionContext))),
    });
    const [known, made] = [shapes(real), shapes(simulated)];
    expect([...made.members.difference(known.members)]).toEqual([]);
    expect([...made.identities.difference(known.identities)]).toEqual([]);
    expect([...made.sessions.difference(known.sessions)]).toEqual([]);
  });

  it('writes the members in the order AWS writes them', () => {
    const before = new Set<string>();
    const native = real.filter(({ eventVersion }) => Object.hasOwn({ '1.08': 1, '1.09': 1 }, String(eventVersion)));
    for (const record of native.filter((candidate) => Object.keys(candidate)[0] === 'eventVersion')) {
      const names = Object.keys(record);
      names.forEach((name, at) => {
        for (const later of names.slice(at + 1)) before.add(`${name} ${later}`);
      });
    }
    const wrong = new Set<string>();
    for (const record of simulated) {
      const names = Object.keys(record);
      names.forEach((name, at) => {
        for (const later of names.slice(at + 1)) {
          if (before.has(`${later} ${name}`) && !before.has(`${name} ${later}`)) wrong.add(`${name} before ${later}`);
        }
      });
    }
    expect([...wrong]).toEqual([]);
  });

  it('asks with parameters that real calls of the same name have, but for optional ones the real set does not show', () => {
    const optional = new Set([
      'GetObject.Host',
      'CreateSnapshot.description',
      'RunInstances.launchTemplate',
      'CreateVolume.volumeType',
      'CreateVolume.encrypted',
    ]);
    const parameters = (records: readonly AnyRecord[]) =>
      new Set(
        records.flatMap(({ eventName, requestParameters }) =>
          Object.keys(asObject(requestParameters)).map((name) => `${eventName}.${name}`),
        ),
      );
    const known = parameters(real);
    const names = new Set([...known].map((parameter) => parameter.split('.')[0]));
    const unknown = [...parameters(simulated)].filter(
      (parameter) => names.has(parameter.split('.')[0]) && !known.has(parameter) && !optional.has(parameter),
    );
    expect(unknown).toEqual([]);
  });
});
