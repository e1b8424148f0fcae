import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Enricher } from '@trailhound/ports';
import { expect, it, onTestFinished } from 'vitest';
import { watchRules } from './watch-rules.js';

const clock: Clock = { now: () => 0, sleep: (ms) => sleep(ms) };
const enricher: Enricher = {
  provides: ['recipientAccountName'],
  enrich: ({ recipientAccountId }) => (recipientAccountId === '111122223333' ? { recipientAccountName: 'prod' } : {}),
};

it('gives rules their enrichments, and reports those nothing gives', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'trailhound-enrich-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'rules.yaml');
  const rule = (id: string, condition: string) => `id: ${id}\nlanguage: lucene\ncondition: ${condition}\n---\n`;
  await writeFile(file, rule('named', 'recipientAccountName:prod') + rule('abroad', '_exists_:sourceIPAddress_geoip'));
  const warnings: unknown[] = [];
  const silent = () => {};
  const logger = { debug: silent, info: silent, error: silent, warn: (facts: object) => void warnings.push(facts) };
  const source = { rules: [file], suppressions: [] };
  const watched = await watchRules({ source, clock, logger, enricher, everyMs: 10 });
  onTestFinished(() => watched.stop());

  const { compiled, unmet } = watched.current();
  expect(unmet.map(({ rule, enrichment }) => `${rule.id} ${enrichment}`)).toEqual(['abroad sourceIPAddress_geoip']);
  expect(warnings).toEqual([expect.objectContaining({ rule: 'abroad', enrichment: 'sourceIPAddress_geoip' })]);
  const bytes = new TextEncoder().encode('{"eventName":"X","eventSource":"y","recipientAccountId":"111122223333"}');
  expect(compiled.evaluate(bytes)).toMatchObject({ kind: 'evaluated', matched: [{ id: 'named' }] });
  expect(compiled.view(bytes).root('enriched')).toEqual({ recipientAccountName: 'prod' });
});
