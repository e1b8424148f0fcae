import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAwsApi } from '@trailhound/testkit/launchers';
import { testService } from '@trailhound/testkit/vitest';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startMachines } from '../chaos/lab/machines.js';
import { hourMs } from './organisation/records.js';
import { collectorSoak, type SoakResult } from './run/collector-soak.js';

const machines = testService(startMachines);
const aws = testService(startAwsApi);
