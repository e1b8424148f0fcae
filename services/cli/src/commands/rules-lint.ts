import { readFile, writeFile } from 'node:fs/promises';
import { applyFixes, type PlacedLint } from '@trailhound/rules';
import { type Command, Option } from 'commander';
import type { SetExitCode } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { junitReport } from '../rules/junit.js';
import { type Finding, findingLine, findingOfLint, findingOfProblem } from '../rules/lint-line.js';
import { loadRules } from '../rules/load-rules.js';

interface Options {
  readonly format: 'pretty' | 'junit';
  readonly fix?: boolean;
}

export function addRulesLint(rules: Command, io: Io, setExitCode: SetExitCode): void {
  rules
    .command('lint')
    .description('says what is wrong or doubtful in rule files: file:line:column, code, message, fix')
    .argument('<path...>', 'rule files and folders of them')
    .addOption(new Option('--format <format>', 'how to report').choices(['pretty', 'junit']).default('pretty'))
    .option('--fix', 'apply the fixes that keep the meaning, and report what is left')
    .addHelpText(
      'after',
      `
Exits 1 when something of level error was found. Codes are explained in docs/reference/lints.md; a file accepts
one with  lint: { accept: [I-ABSENT] }.

Example:
  $ trailhound rules lint rules/
  rules/ebs.yaml:4:24: warning W-CURLY the value stands in curly quotes (fix by --fix: …)`,
    )
    .action(async (paths: string[], options: Options) => {
      let loaded = await loadRules(paths);
      // A fix that overlaps another waits for the next round; each round leaves fewer.
      for (let round = 0; options.fix && round < 10 && (await fixFiles(loaded.lints)) > 0; round += 1) {
        loaded = await loadRules(paths);
      }
      const findings = [...loaded.problems.map(findingOfProblem), ...loaded.lints.map(findingOfLint)];
      if (options.format === 'junit') await io.print(junit(findings));
      else for (const finding of findings) await io.print(findingLine(finding, io.outStyle));
      const errors = findings.filter(({ level }) => level === 'error').length;
      io.say(summary(loaded.rules.length, findings));
      if (errors > 0) setExitCode(exitCodes.findings);
    });
}

/** Applies what can be fixed, file by file; answers how many files changed. */
async function fixFiles(lints: readonly PlacedLint[]): Promise<number> {
  const byFile = new Map<string, PlacedLint[]>();
  for (const lint of lints)
    if (lint.fileFix) byFile.set(lint.place.file, [...(byFile.get(lint.place.file) ?? []), lint]);
  let changed = 0;
  for (const [file, found] of byFile) {
    const { text, applied } = applyFixes(file, await readFile(file, 'utf8'), found);
    if (applied === 0) continue;
    await writeFile(file, text);
    changed += 1;
  }
  return changed;
}

function summary(rules: number, findings: readonly Finding[]): string {
  const count = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length;
  const fixable = findings.filter((finding) => finding.fixable).length;
  const hint = fixable > 0 ? `; --fix can mend ${fixable}` : '';
  return `${rules} rules: ${count('error')} errors, ${count('warning')} warnings, ${count('info')} notes${hint}`;
}

function junit(findings: readonly Finding[]): string {
  const cases = findings.map((finding) => ({
    name: `${finding.code} ${finding.message}`,
    file: finding.file,
    line: finding.line,
    seconds: 0,
    ...(finding.level === 'error' && {
      failure: finding.fix === undefined ? finding.message : `${finding.message}\nfix: ${finding.fix}`,
    }),
  }));
  return junitReport([{ name: 'rules lint', cases }]);
}
