import type { WebhookReceiver } from '@trailhound/testkit';
import { expect } from 'vitest';
import { trailhound } from '../support/trailhound.js';
import { objectsFolder } from './bucket.js';
import { type Installation, packs } from './installation.js';

let scanned: Promise<readonly string[]> | undefined;

/** Ids of the alerts `scan` prints for the native objects: what must be delivered, neither less nor more. */
export function scannedIds(all: Installation): Promise<readonly string[]> {
  scanned ??= scan(all);
  return scanned;
}

async function scan({ folder }: Installation, input = objectsFolder): Promise<readonly string[]> {
  const rules = ['--rules', packs, '--rules', folder.at('rules')];
  const { exitCode, stdout, stderr } = await trailhound(['scan', ...rules, '--format', 'ndjson', input]);
  if (exitCode !== 0) throw new Error(`scan exits ${exitCode}: ${stderr}`);
  const lines = stdout.split('\n').filter((line) => line !== '');
  return lines.map((line): string => JSON.parse(line).id).sort();
}

/** Alert ids in the order they were accepted, those delivered twice twice. */
export function deliveredIds({ requests }: WebhookReceiver): readonly string[] {
  return requests.map(({ body, objection, status }) => {
    if (objection !== undefined || status !== 200) throw new Error(`the receiver objects: ${objection ?? status}`);
    return JSON.parse(body).data.id as string;
  });
}

/** Waits until every expected alert has arrived and nothing more comes, and holds both sets against each other. */
export async function expectDelivered(
  { receiver }: Installation,
  expected: readonly string[],
  timeoutMs = 90_000,
): Promise<void> {
  const wanted = new Set(expected);
  expect(wanted.size).toBeGreaterThan(300);
  const isComplete = () => new Set(deliveredIds(receiver)).isSupersetOf(wanted);
  await receiver.until(isComplete, timeoutMs).catch((error: unknown) => {
    const missing = wanted.difference(new Set(deliveredIds(receiver)));
    throw new Error(`${missing.size} of ${wanted.size} alerts did not arrive within ${timeoutMs} ms`, { cause: error });
  });
  await new Promise((resolve) => setTimeout(resolve, quietMs));
  expect([...deliveredIds(receiver)].sort()).toEqual([...expected].sort());
}

/** A second delivery would come within this time: claims are looked for every second. */
const quietMs = 2_500;
