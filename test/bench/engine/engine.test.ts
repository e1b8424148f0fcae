import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { generatePatterns } from '../corpus/generate-patterns.js';
import { generateRecords } from '../corpus/generate-records.js';
import { benchFolder } from '../kit/repository.js';

const folder = mkdtempSync(join(tmpdir(), 'trailhound-bench-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs what was built last, as `npm run bench` does. */
function bench(...args: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(benchFolder, 'dist', 'main.js'), ...args], (error, stdout, stderr) =>
      resolve({ exitCode: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });
}

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const records = [...generateRecords({ seed: 'smoke', records: 400 })];
const events = file('events.jsonl', `${records.join('\n')}\n\n{"eventName":"cut off`);
const quick = ['--rounds', '1', '--warm', '0'];

test('bench engine prints one line an engine, and the engines agree', async () => {
  const rules = file(
    'rules.json',
    JSON.stringify(generatePatterns('some-without-name', { seed: 'smoke', rules: 200 })),
  );
  const { exitCode, stdout, stderr } = await bench('engine', '--events', events, '--rules', rules, ...quick);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  const figures = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const engines = figures.map(({ engine }) => engine);
  // The peer is not everywhere; where it is left out, that is said.
  if (!engines.includes('event-ruler')) expect(stderr).toContain('event-ruler is skipped');
  expect(engines.slice(0, 3)).toEqual(['trailhound', 'json-parse', 'naive']);
  const { matches, checksum } = figures[0];
  expect(matches).toBeGreaterThan(100);
  for (const line of figures) {
    expect(Object.keys(line)).toEqual(['engine', 'rules', 'events', 'eventsPerSecond', 'matches', 'checksum']);
    expect(line).toMatchObject({ rules: 200, events: 401, eventsPerSecond: expect.any(Number) });
    const isLimit = line.engine === 'json-parse';
    expect(line).toMatchObject(isLimit ? { matches: null, checksum: null } : { matches, checksum });
  }
}, 60_000);

test('a pattern that cannot be used is named by its place in the array', async () => {
  const rules = file('bad.json', '[{"eventName":["A"]},{"eventName":[{"prefx":"B"}]}]');
  const { exitCode, stdout, stderr } = await bench('engine', '--events', events, '--rules', rules, ...quick);
  expect(stderr).toContain('rule 1:');
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
});
