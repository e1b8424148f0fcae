// Holds the source against the rules of the house that no compiler knows: dependency arrows, the length of a file,
// tests that are switched off. Exits 1 with one line a finding.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { dependencyRules } from './dependency-rules.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
const maxLines = 300;
/** Fewer scanned modules than this means the scanner saw nothing, not that the house is clean. */
const minModules = 100;

const findings = [...lineCounts(), ...(await arrows())];
for (const finding of findings) console.error(finding);
process.exit(findings.length === 0 ? 0 : 1);

function sources() {
  const { stdout } = spawnSync(
    'git',
    ['ls-files', '-co', '--exclude-standard', '--', '*.ts', '*.tsx', '*.mjs', '*.lua'],
    { encoding: 'utf8' },
  );
  return stdout.split('\n').filter((file) => file !== '' && !/(^|\/)(dist|generated)\//.test(file));
}

function* lineCounts() {
  for (const file of sources()) {
    let text;
    try {
      text = readFileSync(join(root, file), 'utf8');
    } catch {
      continue; // deleted, not yet committed
    }
    const lines = text.split('\n').length - 1;
    if (lines > maxLines && !file.endsWith('.test.ts'))
      yield `${file}: ${lines} lines; split it by idea (at most ${maxLines})`;
    const off = /\b(?:it|test|describe)\.(?:only|todo)\(/.exec(text);
    if (off) yield `${file}: ${off[0]}…) switches tests off`;
  }
}

async function arrows() {
  const { forbidden, options } = dependencyRules;
  const tsConfig = extractTSConfig(join(root, 'tsconfig.test.json'));
  const { output } = await cruise(
    ['libs', 'services'],
    { ruleSet: { forbidden }, validate: true, ...options },
    undefined,
    { tsConfig },
  );
  if (output.summary.totalCruised < minModules)
    return [`dependency rules: only ${output.summary.totalCruised} modules were scanned`];
  console.error(`dependency arrows hold over ${output.summary.totalCruised} modules`);
  return output.summary.violations.map(({ rule, from, to }) => `${from}: must not depend on ${to} (${rule.name})`);
}
