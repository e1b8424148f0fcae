import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call } from '../../services/cli/testing/captured-io.js';

const page = new URL('../../docs/routing.md', import.meta.url);
const destinations = `
destinations:
  pager: { pagerduty: { routingKeyFile: /nowhere/routing-key } }
  chat: { slack: { urlFile: /nowhere/slack-url } }
  mail: { email: { host: smtp.example.com, from: trailhound@example.com, to: soc@example.com } }
`;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trailhound-routing-page-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function blocks(): Promise<readonly string[]> {
  const text = await readFile(page, 'utf8');
  return [...text.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, block = '']) => block);
}

describe('docs/routing.md', () => {
  it('has a test of routes that passes on its worked example', async () => {
    const [example = '', tests = ''] = await blocks();
    await writeFile(join(folder, 'trailhound.yaml'), destinations + example.replace('    heartbeat: 5m\n', ''));
    await writeFile(join(folder, 'storm.routes.yaml'), tests);
    const { exitCode, stdout, stderr } = await call(['routes', 'test', folder]);
    expect([stdout, exitCode]).toEqual(['', 0]);
    expect(stderr).toMatch(/^2 passed/);
  });

  it('has configurations that are valid', async () => {
    const configurations = (await blocks()).filter((block) => /^(?:routes|routing):/m.test(block));
    expect(configurations.length).toBeGreaterThan(2);
    const tests = 'tests: [{ name: t, at: 2026-03-02T10:00:00Z, alerts: [{ audit: true }], for: 1s, expect: [] }]\n';
    await writeFile(join(folder, 'nothing.yaml'), tests);
    for (const block of configurations) {
      const withRoutes = block.includes('heartbeat') ? block.replace('    heartbeat: 5m\n', '') : block;
      await writeFile(join(folder, 'trailhound.yaml'), destinations + withRoutes);
      const called = await call([
        'routes',
        'test',
        join(folder, 'nothing.yaml'),
        '--config',
        join(folder, 'trailhound.yaml'),
      ]);
      expect([called.stderr, called.exitCode]).toEqual([expect.stringMatching(/^1 passed/), 0]);
    }
  });
});
