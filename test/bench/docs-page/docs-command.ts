import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { AddBench } from '../bench-command.js';
import { BenchFailure, exitCodes } from '../kit/failure.js';
import { type KeptReport, reportFile } from '../kit/report.js';
import { repository } from '../kit/repository.js';
import { performancePage } from './performance-page.js';

const details = `
Every benchmark keeps the report of its last whole run. This puts them together; one that was never run is left out and
named on stderr.

Examples:
  $ npm run -s bench -- docs | less
  $ npm run bench -- docs --write`;

/** Makes the page of documentation out of the reports of the named benchmarks. */
export function addDocs(names: readonly string[]): AddBench {
  return (parent, io) => {
    parent
      .command('docs')
      .description('docs/performance.md out of the last runs')
      .option('--write', 'write the page instead of printing it')
      .addHelpText('after', details)
      .action(({ write = false }: { readonly write?: boolean }) => {
        const missing = names.filter((name) => !existsSync(reportFile(name)));
        for (const name of missing) io.say(`${name} has not been run: npm run bench -- ${name}`);
        const reports = names.filter((name) => !missing.includes(name)).map(readReport);
        if (reports.length === 0)
          throw new BenchFailure('no benchmark has been run, so there is nothing to write', exitCodes.failed);
        const page = performancePage(reports, (plot) => `performance/${plot}`);
        if (!write) return io.print(page.trimEnd());
        mkdirSync(join(repository, 'docs', 'performance'), { recursive: true });
        for (const plot of reports.flatMap(({ sections }) => sections.flatMap(({ plots = [] }) => plots)))
          copyFileSync(plot, join(repository, 'docs', 'performance', basename(plot)));
        writeFileSync(join(repository, 'docs', 'performance.md'), page);
        io.say('wrote docs/performance.md');
      });
  };
}

function readReport(name: string): KeptReport {
  return JSON.parse(readFileSync(reportFile(name), 'utf8')) as KeptReport;
}
