import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testService } from '@trailhound/testkit/vitest';
import { describe, expect, it, onTestFinished } from 'vitest';
import { chaosFaults } from './faults/index.js';
import { type PlantedBug, plantedBugs } from './lab/lab-settings.js';
import { startMachines } from './lab/machines.js';
import { runSchedule } from './run/run-schedule.js';
import { type Schedule, scheduleOf } from './run/schedule.js';

const machines = testService(startMachines);

function run(
  schedule: Schedule,
  more: { planted?: PlantedBug; processes?: { matchers: number; notifiers: number } } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'trailhound-chaos-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return runSchedule({ machines: machines.get(), schedule, faults: chaosFaults, folder, ...more });
}

describe('the core faults together', () => {
  it('lose no alert and repeat none', async () => {
    const core = chaosFaults.filter(({ isCore }) => isCore);
    const result = await run(scheduleOf(1, core, { records: 5_000, loadSeconds: 40 }));
    expect(result.problems).toEqual([]);
    expect({ lost: result.lost, repeated: result.repeated }).toEqual({ lost: 0, repeated: 0 });
    expect(result.alerts).toBeGreaterThan(1_000);
  }, 500_000);
});

/** Batches are counted and their alerts not yet published when the matcher dies. */
const killedBeforePublishing: Schedule['faults'] = [
  { fault: 4, plan: { 'matcher-1': ['M3:after=1:kill'] }, afterSeconds: 0 },
];
const redisLost: Schedule['faults'] = [{ fault: 20, plan: {}, afterSeconds: 1 }];

/** What makes each bug show. */
const provocations: Readonly<Record<PlantedBug, Schedule['faults']>> = {
  'skip-rewind': redisLost,
  'mark-before-publish': killedBeforePublishing,
  'commit-before-publish': killedBeforePublishing,
  'drop-late': [],
  'count-twice': [],
};

describe('a pipeline with the planted bug', () => {
  const shortRun = (faults: Schedule['faults'], planted?: PlantedBug) => {
    const schedule: Schedule = { version: 1, seed: 1, records: 1_500, loadSeconds: 6, faults };
    return run(schedule, { processes: { matchers: 1, notifiers: 1 }, ...(planted !== undefined && { planted }) });
  };

  it.each(plantedBugs)(
    '%s does not pass',
    async (planted) => {
      const result = await shortRun(provocations[planted], planted);
      const harm = planted === 'count-twice' ? result.repeated : result.lost;
      expect(result.problems.join('\n')).toMatch(planted === 'count-twice' ? /should not be/ : /alerts are lost/);
      expect(harm).toBeGreaterThan(0);
    },
    200_000,
  );

  it('and the same pipeline without one passes', async () => {
    expect((await shortRun([...redisLost, ...killedBeforePublishing])).problems).toEqual([]);
  }, 200_000);
});
