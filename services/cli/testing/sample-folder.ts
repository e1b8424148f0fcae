import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of files for one test, gone when it is over. Answers the path of a name in it. */
export function sampleFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): (name?: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'trailhound-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return (name = '') => join(folder, name);
}
