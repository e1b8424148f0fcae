import { readFile, writeFile } from 'node:fs/promises';
import { applyFixes, type PlacedLint } from '@trailhound/rules';
import { type Command, Option } from 'commander';
import type { SetExitCode } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { junitReport } from '../rules/junit.js';
import { type Finding, findingLine, findingOfLint, findingOfProblem, repairedLines } from '../rules/lint-line.js';
import { loadRulesToLint, namesWrongPath } from '../rules/load-rules.js';
import { countOf } from '../terminal/counted.js';

interface Options {
  readonly format: 'pretty' | 'junit';
  readonly fix?: boolean;
}

export function addRulesLint(rules: Command, io: Io, setExitCode: SetExitCode): void {
  rules
    .command('lint')
    .description('say what is wrong or doubtful in rule files, where, and how to mend it')
    .argument('<path...>', 'rule files and folders of them')
    .addOption(new Option('--format <format>', 'how to report').choices(['pretty', 'junit']).default('pretty'))
    .option('--fix', 'apply the fixes that keep the meaning, and report what is left')
    .addHelpText(
      'after',
      `
An error is a rule that cannot run, or one that runs and can never fire. Codes are
explained in docs/reference/lints.md and docs/reference/errors.md. A file accepts a
lint with  lint: { accept: [I-ABSENT] }.

Exit codes: 0 nothing of level error; 1 errors; 2 a wrong call.

Examples:
  $ trailhound rules lint rules/
  rules/ebs.yaml:4:24: warning W-CURLY the value stands in curly quotes …
  $ trailhound rules lint --fix rules/ebs.yaml`,
    )
    .action(async (paths: string[], options: Options) => {
      let loaded = await loadRulesToLint(paths);
      // A fix that overlaps another waits for the next round; each round leaves fewer.
      for (let round = 0; options.fix && round < 10 && (await fixFiles(loaded.lints)) > 0; round += 1) {
        loaded = await loadRulesToLint(paths);
      }
      const findings = [...loaded.problems.map(findingOfProblem), ...loaded.lints.map(findingOfLint)];
      if (options.format === 'junit') await io.print(junit(findings));
      else
        for (const finding of findings) {
          await io.print(findingLine(finding, io.outStyle));
          for (const line of repairedLines(finding)) await io.print(line);
        }
      const errors = findings.filter(({ level }) => level === 'error').length;
      io.say(summary(loaded.rules.length, findings));
      if (namesWrongPath(paths, loaded.problems)) setExitCode(exitCodes.usage);
      else if (errors > 0) setExitCode(exitCodes.findings);
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
  const count = (level: Finding['level'], noun: string) =>
    countOf(findings.filter((finding) => finding.level === level).length, noun);
  const fixable = findings.filter((finding) => finding.fixable).length;
  const hint = fixable > 0 ? `; --fix can mend ${fixable}` : '';
  return `${countOf(rules, 'rule')}: ${count('error', 'error')}, ${count('warning', 'warning')}, ${count('info', 'note')}${hint}`;
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
