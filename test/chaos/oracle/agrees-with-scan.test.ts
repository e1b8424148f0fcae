import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { trailhound } from '../../support/trailhound.js';
import { chaosObjects } from '../input/objects.js';
import { chaosRecords } from '../input/records.js';
import { chaosRules } from '../input/rules.js';
import { rulesYaml } from '../input/rules-yaml.js';
import { referenceAlerts } from './reference.js';

describe('without any fault', () => {
  it.each([1, 2])('`scan` gives the alerts of the reference for seed %i, the marked ones too', async (seed) => {
    const folder = temporaryFolder();
    const input = chaosRecords(seed, 4_000);
    folder.write('rules/chaos.yaml', rulesYaml(chaosRules));
    for (const [at, { body }] of chaosObjects(input, 5).entries()) folder.write(`logs/${at}.json.gz`, body);
    const args = ['scan', '--rules', folder.at('rules'), '--suppressed', '--format', 'ndjson', folder.at('logs')];
    const { exitCode, stdout, stderr } = await trailhound(args);
    expect(stderr).not.toMatch(/error/);
    const ids = stdout
      .split('\n')
      .filter(Boolean)
      .map((line): string => JSON.parse(line).id);
    expect(ids.sort()).toEqual([...referenceAlerts(chaosRules, input.records).keys()].sort());
    expect(exitCode).toBe(0);
  });
});
