import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { benchCache } from './cache.js';
import { type Machine, thisMachine } from './machine.js';
import { type Table, tableText } from './table.js';

/** What a benchmark found; ratios are between figures of the same run. */
export interface Report {
  /** The subcommand. */
  readonly name: string;
  readonly title: string;
  readonly sections: readonly Section[];
  readonly targets: readonly Target[];
}

export interface Section {
  readonly title: string;
  /** How it was measured, in sentences. */
  readonly text: readonly string[];
  readonly table: Table;
  /** Further files of the run, such as plots, by path. */
  readonly plots?: readonly string[];
}

export interface Target {
  readonly what: string;
  /** As in "at least 5". */
  readonly wanted: string;
  readonly measured: string;
  readonly isMet: boolean;
}

/** A report with when and on what it was made, as kept for `bench docs`. */
export interface KeptReport extends Report {
  readonly machine: Machine;
}

/** Where the last report of a subcommand is kept. */
export function reportFile(name: string): string {
  return join(benchCache(), 'reports', `${name}.json`);
}

/** Keeps the report for `bench docs`; returns the file. */
export function keepReport(report: Report): string {
  const file = reportFile(report.name);
  mkdirSync(dirname(file), { recursive: true });
  const kept: KeptReport = { ...report, machine: thisMachine(new Date()) };
  writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`);
  return file;
}

/** The report as Markdown that reads well in a terminal; headings begin with `level` number signs. */
export function reportText({ title, sections, targets }: Report, level = 2): string {
  const mark = '#'.repeat(level);
  const parts = [`${mark} ${title}`];
  for (const section of sections) {
    parts.push(`${mark}# ${section.title}`, ...section.text, tableText(section.table));
  }
  if (targets.length > 0) parts.push(`${mark}# Targets`, tableText(targetTable(targets)));
  return parts.join('\n\n');
}

function targetTable(targets: readonly Target[]): Table {
  return {
    headings: ['target', 'wanted', 'measured', ''],
    rows: targets.map(({ what, wanted, measured, isMet }) => [what, wanted, measured, isMet ? 'met' : 'MISSED']),
  };
}
