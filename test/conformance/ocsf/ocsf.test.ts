import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { configureDestination, ocsfVersion, parseAddressPolicy } from '@trailhound/alerting';
import type { Notice } from '@trailhound/contracts';
import { pythonEnvironment } from '@trailhound/testkit/launchers';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { digestOf, hostileNotice, richAlert, stepOf } from '../../../libs/alerting/src/testing/hostile-alerts.js';
import { root } from '../../support/trailhound.js';

const at = '2026-03-01T10:05:00.000Z';
const change = { version: 1, alertId: richAlert.id, by: 'ana', at } as const;
const ordinary: readonly Notice[] = [
  { notice: 'fired', alert: richAlert },
  { notice: 'test', alert: richAlert },
  { notice: 'changed', alert: richAlert, change: { ...change, state: 'acknowledged', note: 'looking' } },
  { notice: 'changed', alert: richAlert, change: { ...change, state: 'closed' } },
  { notice: 'changed', alert: richAlert, change: { ...change, state: 'open' } },
  { notice: 'step', alert: richAlert, step: stepOf(richAlert) },
  { notice: 'escalated', alert: richAlert, escalation: { route: 'soc', missed: [], afterSeconds: 300 } },
  { notice: 'digest', digest: digestOf(richAlert, 30) },
  { notice: 'heartbeat', heartbeat: { route: 'soc', at, everySeconds: 300 } },
];

/** The Python that validates, or why there is none: no Python, or PyPI out of reach. In CI there has to be one. */
function validator(): { readonly python: string } | { readonly missing: string } {
  try {
    return {
      python: join(pythonEnvironment('ocsf-1.2.0', 'ocsf-json-schema==1.2.0', 'jsonschema==4.25.1'), 'bin/python'),
    };
  } catch (error) {
    if (process.env['CI'] === 'true' || !(error instanceof Error)) throw error;
    return { missing: error.message.slice(0, 200) };
  }
}

const found = validator();
const missing = 'missing' in found ? found.missing : undefined;

function bodyOf(notice: Notice): string {
  const policy = parseAddressPolicy([]);
  if (!policy.ok) throw new Error('no policy');
  const webhook = { url: 'https://receiver.example/', secret: 'given', format: 'ocsf', changes: true };
  const opened = configureDestination({ webhook } as Parameters<typeof configureDestination>[0]).open(
    [`whsec_${Buffer.alloc(32, 1).toString('base64')}`],
    { policy: policy.value, consoleUrl: 'https://console.example/' },
  );
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  const attempt = { deliveryId: 'dlv_1', notice, number: 1, refusals: 0, isReplay: false, nowMs: 0 };
  const request = opened.value.request(attempt);
  if (request.over !== 'http') throw new Error('no HTTP request');
  return new TextDecoder().decode(request.body);
}

it.skipIf(missing !== undefined)(
  `every notice is an event of OCSF ${ocsfVersion} as released, whatever its texts hold${missing ? ` (${missing})` : ''}`,
  () => {
    const hostile = fc.sample(hostileNotice, { numRuns: 60, seed: 7 });
    const bodies = [...ordinary, ...hostile].map(bodyOf);
    const python = 'python' in found ? found.python : '';
    const run = spawnSync(python, [`${root}test/conformance/ocsf/validate.py`, ocsfVersion], {
      ...{ input: bodies.join('\n'), encoding: 'utf8', maxBuffer: 2 ** 26 },
    });
    expect(run.stderr).toBe('');
    expect(run.stdout.trim().split('\n')).toEqual([`validated ${bodies.length}`]);
  },
  240_000,
);
