import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { topics } from '@trailhound/contracts';
import { referenceAlerts } from '@trailhound/detection/reference';
import { eventually, LogReader, realClock } from '@trailhound/ports/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEmbeddedStores } from './embedded-stores.js';
import { messageAt, nap, observationOf } from './testing/small-pipeline.js';

const here = (name: string) => fileURLToPath(new URL(`./testing/${name}`, import.meta.url));

let directory: string;
let running: ChildProcess | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'trailhound-kill-'));
});

afterEach(() => {
  running?.kill('SIGKILL');
  rmSync(directory, { recursive: true });
});

/** Starts the pipeline of `testing/pipeline-victim.ts`; `lines` is all it has said so far. */
function startVictim(total: number) {
  const flags = ['--conditions=source', '--experimental-transform-types', '--disable-warning=ExperimentalWarning'];
  const script = ['--import', here('run-from-source.mjs'), here('pipeline-victim.ts'), directory, String(total)];
  const child = spawn(process.execPath, [...flags, ...script], { stdio: ['ignore', 'pipe', 'pipe'] });
  running = child;
  const lines: string[] = [];
  let failure = '';
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  child.stderr.on('data', (chunk) => {
    failure += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const has = (start: string) =>
    eventually(`the pipeline to say ${start}`, () => {
      const isSaid = lines.some((line) => line.startsWith(start));
      if (child.exitCode !== null && !isSaid) throw new Error(`the pipeline ended: ${failure}`);
      return isSaid;
    });
  return { child, lines, ended, has };
}

describe('a process killed at random moments', () => {
  it('loses nothing that was acknowledged and publishes exactly the alerts of an undisturbed run', async () => {
    const total = 4_000;
    const said: string[] = [];
    for (let kill = 0; kill < 8; kill += 1) {
      const victim = startVictim(total);
      await victim.has('found');
      await nap(Math.random() * 250);
      victim.child.kill('SIGKILL');
      expect(await victim.ended).toBe(null);
      said.push(...victim.lines);
    }
    const last = startVictim(total);
    await last.has('finished');
    expect(await last.ended).toBe(0);
    said.push(...last.lines);

    const acknowledged = { published: 0, committed: 0 };
    for (const line of said) {
      const [verb, ...numbers] = line.split(/ (\d+) /);
      if (verb === 'found') {
        expect(Number(numbers[0])).toBeGreaterThanOrEqual(acknowledged.published);
        expect(Number(numbers[2])).toBeGreaterThanOrEqual(acknowledged.committed);
      } else if (verb === 'acknowledged') {
        acknowledged[numbers[1] === 'published' ? 'published' : 'committed'] = Number(numbers[0]);
      }
    }
    expect(acknowledged).toEqual({ published: total, committed: total });

    const stores = openEmbeddedStores(directory, { clock: realClock });
    const records = new LogReader(stores.log, topics.records, { group: 'auditor' });
    const alerts = new LogReader(stores.log, topics.alerts, { group: 'auditor' });
    const { next = 0n } = (await stores.log.bounds(topics.alerts)).get(0) ?? {};
    await Promise.all([records.hasRead(total), alerts.hasRead(Number(next))]);
    await Promise.all([records.stop(), alerts.stop()]);
    expect(records.keys).toEqual(Array.from({ length: total }, (_, n) => messageAt(n).key));

    const observations = Array.from({ length: total }, (_, n) => observationOf(messageAt(n)));
    const expected = [...referenceAlerts(observations).keys()].sort();
    expect(expected.length).toBeGreaterThan(50);
    expect([...new Set(alerts.keys)].sort()).toEqual(expected);
    for (const line of said.filter((text) => text.startsWith('alerted '))) {
      expect(alerts.keys).toContain(line.slice('alerted '.length));
    }
    await stores.close();
  }, 60_000);

  it('holds its data folder against a second process, and lets go of it when killed', async () => {
    const victim = startVictim(1_000_000);
    await victim.has('acknowledged');
    const open = () => openEmbeddedStores(directory, { clock: realClock });
    expect(open).toThrow(
      `the data folder ${directory} is in use by another Trailhound process (pid ${victim.child.pid}); stop that process or give another folder with data:`,
    );
    victim.child.kill('SIGKILL');
    await victim.ended;
    await open().close();
  });
});
