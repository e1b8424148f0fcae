import { availableParallelism } from 'node:os';
import process from 'node:process';
import { versions } from '@trailhound/testkit/launchers';
import { chaosFaults, notRun as notBroken } from '../faults/index.js';
import type { StoredRun } from './results.js';
import { summaryLine, summaryTable } from './summary.js';

/** The sections of the page, each written by the runs it is about. */
const sections = { core: 'The core faults together', all: 'All faults together' } as const;
export type PageSection = keyof typeof sections;

/**
 * docs/reference/chaos.md with the section of these runs as they came out; the other section stays as `existing` has it.
 */
export function chaosPage(existing: string, section: PageSection, runs: readonly StoredRun[], today: string): string {
  const kept = new Map(
    existing
      .split(/^(?=## )/m)
      .slice(1)
      .map((text) => [/^## (.*)$/m.exec(text)?.[1] ?? '', text.trimEnd()]),
  );
  kept.set(sections[section], sectionText(section, runs, today));
  const parts = Object.values(sections).flatMap((title) => kept.get(title) ?? []);
  return `${[introduction, ...parts, notRun(parts.join('\n'))].join('\n\n')}\n`;
}

const introduction = `<!-- Written by \`npm run chaos\`; do not edit. -->
# What was broken, and what came of it

\`npm run chaos\` runs the services as processes of their own on a real Kafka and a real Redis, feeds them a day of records
(5 % twice, all shuffled by up to 15 minutes, 1 % from 2 to 20 hours late, 0.5 % unreadable), breaks everything while it
flows, and compares the alerts in the log and at the receiver with a sequential reference that shares no code with the
product. A run has all of its faults; its numbers stand in the line of each. \`npm run chaos -- --help\` tells how to repeat
any of them.

*Lost*: alerts of the reference that are not in the log or did not arrive. *Duplicated*: alerts that should not be, and
notifications accepted twice for which nothing accounts. *Sent again*: accepted twice because a notifier was killed, or stood
still for a minute, after the receiver's answer and before the journal had it, the one hole of [the
guarantees](../guarantees.md); the receiver can tell by the equal \`webhook-id\`. *Recovery*: from the mending of a fault until records are matched and alerts delivered again.`;

function sectionText(section: PageSection, runs: readonly StoredRun[], today: string): string {
  const seeds = runs.map(({ seed }) => seed).sort((a, b) => a - b);
  const commits = [...new Set(runs.map(({ commit }) => commit))].join(', ');
  const where = `${today}, commit ${commits}, ${availableParallelism()} cores, Node ${process.versions.node}, Kafka ${versions.kafka}`;
  return `## ${sections[section]}

\`npm run chaos -- --faults ${section}\`, ${seedsIn(seeds)}; ${where}.

${summaryTable(runs)}

\`${summaryLine(section, runs, 0)}\``;
}

function seedsIn(seeds: readonly number[]): string {
  const [first = 0, last = 0] = [seeds.at(0), seeds.at(-1)];
  return last - first + 1 === seeds.length ? `seeds ${first} to ${last}` : `seeds ${seeds.join(', ')}`;
}

/** What the matrix has and no table above; and what no machine alone can have. */
function notRun(tables: string): string {
  const had = new Set([...tables.matchAll(/^\| (\d+) \|/gm)].map(([, number]) => Number(number)));
  const missing = chaosFaults.filter(({ number }) => !had.has(number));
  const rows = [
    ...missing.map(({ number, title, impossible }) => [number, title, impossible?.() ?? 'it was not asked for']),
    ...notBroken.map(({ title, why }) => ['', title, why]),
  ];
  return ['## Not run', '', '| fault | what breaks | why not |', '|---|---|---|', ...rows.map(rowOf)].join('\n');
}

function rowOf(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}
