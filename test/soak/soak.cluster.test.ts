import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAwsApi } from '@trailhound/testkit/launchers';
import { testService } from '@trailhound/testkit/vitest';
import { afterAll, describe, expect, it } from 'vitest';
import { startMachines } from '../chaos/lab/machines.js';
import { hourMs } from './organisation/records.js';
import { collectorSoak, type SoakResult } from './run/collector-soak.js';

const machines = testService(startMachines);
const aws = testService(startAwsApi);
const folder = mkdtempSync(join(tmpdir(), 'trailhound-soak-'));
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

const hours = 24;
const withinMs = 600_000;
let run: Promise<SoakResult> | undefined;

/** One run, which all tests look at. */
function soaked(): Promise<SoakResult> {
  run ??= collectorSoak({
    ...{ machines: machines.get(), aws: aws.get(), folder, visibilitySeconds: 5, onProgress: () => undefined },
    size: { accounts: 4, regions: 2, hours, seed: 1, startMs: (Math.floor(Date.now() / hourMs) - hours) * hourMs },
    kills: 6,
    replicas: { collector: 2, matcher: 2, notifier: 1 },
  });
  return run;
}

describe('an organisation of four accounts and two regions, collected for a day while processes are killed', () => {
  it(
    'has every record in Kafka: late ones, those of overwritten versions, and those of objects deleted unread',
    async () => {
      const { problems, records, killed } = await soaked();
      expect(problems.records).toEqual([]);
      expect(records).toBeGreaterThan(1_000);
      expect(Object.keys(killed).sort()).toEqual(['collector', 'matcher', 'notifier']);
    },
    withinMs,
  );

  it(
    'gives every alert once, though two trails in one bucket bring every management event twice, and the bus its writes',
    async () => {
      const { problems, copies, alerts, lost, repeated } = await soaked();
      expect(problems.alerts).toEqual([]);
      expect({ lost, repeated }).toEqual({ lost: 0, repeated: 0 });
      expect(alerts).toBeGreaterThan(150);
      expect(copies.data).toBeGreaterThanOrEqual(1);
      expect(copies.read).toBeGreaterThanOrEqual(2);
      expect(copies.write).toBeGreaterThanOrEqual(3);
    },
    withinMs,
  );

  it(
    'has a completeness report that is clean',
    async () => {
      expect((await soaked()).problems.completeness).toEqual([]);
    },
    withinMs,
  );

  it(
    'has the one object that was deleted named by `trailhound verify`, and no other',
    async () => {
      const { problems, verifyExitCode } = await soaked();
      expect(problems.verify).toEqual([]);
      expect(verifyExitCode).toBe(1);
    },
    withinMs,
  );
});
