import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDescriber } from '@trailhound/rules';
import { type Command, Option } from 'commander';
import type { SetExitCode } from '../command.js';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { reportProblems } from '../report-problems.js';
import { cataloguePage } from '../rule-pages/catalogue-page.js';
import { rulePage } from '../rule-pages/rule-page.js';
import { rulesCsv } from '../rule-pages/rules-csv.js';
import { loadRules } from '../rules/load-rules.js';
import { countOf } from '../terminal/counted.js';

interface Options {
  readonly out?: string;
  readonly format: 'html' | 'csv';
}

export function addRulesCatalog(rules: Command, io: Io, setExitCode: SetExitCode): void {
  rules
    .command('catalog')
    .description('write all rules as linked pages with coverage tables, or as CSV for auditors')
    .argument('<path...>', 'rule files and folders of them')
    .option('--out <folder>', 'where the pages go; with csv, stdout where none is named')
    .addOption(new Option('--format <format>', 'what to write').choices(['html', 'csv']).default('html'))
    .addHelpText(
      'after',
      `
The pages need no server and no network: open index.html. Rules are found by API call,
title, id or pack; tables show what covers which ATT&CK technique, CIS control and
event name.

Examples:
  $ trailhound rules catalog --out catalog/ rules/
  $ trailhound rules catalog --format csv rules/ > rules.csv`,
    )
    .action(async (paths: string[], { out, format }: Options) => {
      const loaded = await loadRules(paths);
      reportProblems(io, loaded.problems);
      if (loaded.problems.length > 0) setExitCode(exitCodes.usage);
      const described = loaded.rules.map(createDescriber(loaded.rules));
      if (format === 'csv') {
        const csv = rulesCsv(described);
        if (out === undefined) io.out.write(csv);
        else await writeTo(out, [['rules.csv', csv]]);
      } else {
        if (out === undefined) throw new CommandFailure('say where the pages go: --out FOLDER', exitCodes.usage);
        const files = pageNames(described.map(({ id }) => id));
        const hrefOf = (id: string) => (id === '' ? 'index.html' : files.get(id));
        await writeTo(out, [
          ['index.html', cataloguePage(described, hrefOf)],
          ...described.map((rule) => [files.get(rule.id) ?? '', rulePage(rule, hrefOf)] as const),
        ]);
      }
      io.say(
        `${countOf(described.length, 'rule')}${out === undefined ? '' : ` written to ${join(out, format === 'csv' ? 'rules.csv' : 'index.html')}`}`,
      );
    });
}

async function writeTo(folder: string, files: readonly (readonly [string, string])[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of files) await writeFile(join(folder, name), text);
}

/** A file name for each id: what a file system and a link take, told apart by a number where two would be alike. */
function pageNames(ids: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set(['index']);
  const names = new Map<string, string>();
  for (const id of ids) {
    const plain =
      id
        .toLowerCase()
        .replace(/[^a-z0-9._-]+/g, '-')
        .slice(0, 100)
        .replace(/^[.-]+/, '') || 'rule';
    let name = plain;
    for (let number = 2; taken.has(name); number += 1) name = `${plain}-${number}`;
    taken.add(name);
    names.set(id, `${name}.html`);
  }
  return names;
}
