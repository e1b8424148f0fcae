import { glob, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  compareNotifications,
  type ExpectedNotification,
  type NotificationDifference,
  type SeenNotification,
  secondsText,
} from '@trailhound/alerting';
import { printable } from '@trailhound/contracts';
import { type Command, Option } from 'commander';
import type { SetExitCode } from '../command.js';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import { cannotRead } from '../inputs/read-text.js';
import type { Io } from '../io.js';
import { reportProblems } from '../report-problems.js';
import { type PlacedTest, readTestFile, type TestFile } from '../routes/read-test-file.js';
import { type RouteConfig, readRouteConfig } from '../routes/route-config.js';
import { simulate } from '../routes/simulate.js';
import { junitReport } from '../rules/junit.js';
import { countOf } from '../terminal/counted.js';
import type { Style } from '../terminal/style.js';

interface Options {
  readonly config?: string;
  readonly format: 'pretty' | 'junit';
}

interface Result {
  readonly file: string;
  readonly placed: PlacedTest;
  readonly difference: NotificationDifference;
}

export function addRoutesTest(routes: Command, io: Io, setExitCode: SetExitCode): void {
  routes
    .command('test')
    .description('run tests of routes: given these alerts at these times, these notifications')
    .argument('<path...>', 'test files, and folders of `*.routes.yaml`')
    .option('--config <file>', 'the configuration; absent: `config:` of each test file')
    .addOption(new Option('--format <format>', 'how to report').choices(['pretty', 'junit']).default('pretty'))
    .addHelpText(
      'after',
      `
Runs the notifier itself on a clock of its own: routes, groups, limits, quiet hours, digests, inhibition, repeats, fallbacks
and renderers are the real ones, and nothing is sent. All that is told has to be expected; what is not fails the test.

Exit codes: 0 all passed; 1 a test failed or a file of tests is wrong; 2 a wrong call or configuration; 3 a file cannot be
read.

Example of a file:
  config: trailhound.yaml
  tests:
    - name: a storm ends in five messages and a digest
      at: 2026-03-02T10:00:00Z
      alerts: [{ rule: noisy, severity: low, times: 219, every: 1s }]
      expect:
        - { to: chat, count: 5 }
        - { to: chat, kind: digest, after: 10m, alerts: 214, contains: 214 more alerts }

Examples:
  $ trailhound routes test storm.routes.yaml
  $ trailhound routes test tests/ --config trailhound.yaml --format junit > report.xml`,
    )
    .action(async (paths: string[], { config, format }: Options) => {
      const startedMs = performance.now();
      const files: TestFile[] = [];
      let isWrong = false;
      for (const path of await testFiles(paths)) {
        const read = await readTestFile(path).catch((error: unknown) => Promise.reject(cannotRead(path, error)));
        if (read.ok) files.push(read.value);
        else {
          reportProblems(io, read.problems);
          isWrong = true;
        }
      }
      const results = await runTests(io, files, config);
      const failed = results.filter(hasFailed);
      if (format === 'junit') await io.print(junitReport(suitesOf(results)));
      else for (const result of failed) for (const line of failureLines(result, io.outStyle)) await io.print(line);
      const verdict = failed.length > 0 ? io.errStyle.red(`${failed.length} failed`) : io.errStyle.green('0 failed');
      const took = Math.round(performance.now() - startedMs);
      io.say(`${results.length - failed.length} passed, ${verdict} (${countOf(files.length, 'file')}, ${took} ms)`);
      if (failed.length > 0 || isWrong) setExitCode(exitCodes.findings);
    });
}

async function testFiles(paths: readonly string[]): Promise<readonly string[]> {
  const files: string[] = [];
  for (const path of paths) {
    const found = await stat(path).catch((error: unknown) => Promise.reject(cannotRead(path, error)));
    if (!found.isDirectory()) files.push(path);
    else for await (const name of glob('**/*.routes.yaml', { cwd: path })) files.push(join(path, name));
  }
  if (files.length > 0) return files.sort();
  throw new CommandFailure(`no file named *.routes.yaml under ${paths.join(', ')}`, exitCodes.usage);
}

async function runTests(io: Io, files: readonly TestFile[], given: string | undefined): Promise<readonly Result[]> {
  const configs = new Map<string, RouteConfig>();
  const results: Result[] = [];
  for (const { file, config: own, tests } of files) {
    const path = given ?? own;
    if (path === undefined) {
      throw new CommandFailure(`${file} names no configuration: add \`config:\`, or give --config`, exitCodes.usage);
    }
    const config = configs.get(path) ?? (await readRouteConfig(io, path));
    configs.set(path, config);
    for (const placed of tests) {
      const seen = await simulate(config, placed.test);
      results.push({ file, placed, difference: compareNotifications(placed.test.expect, seen) });
    }
  }
  return results;
}

function hasFailed({ difference: { missing, unexpected } }: Result): boolean {
  return missing.length > 0 || unexpected.length > 0;
}

function failureLines(result: Result, style: Style): readonly string[] {
  const { test, place } = result.placed;
  const where = `${printable(place.file)}:${place.line}:${place.column}`;
  return [
    `${where}: ${style.red('failed')} ${style.bold(printable(test.name))}`,
    ...differenceLines(result.difference).map((line) => `    ${paint(line, style)}`),
  ];
}

function paint(line: string, style: Style): string {
  if (line.startsWith('- ')) return style.red(line);
  return line.startsWith('+ ') ? style.green(line) : style.dim(line);
}

/** Most lines of what came unexpectedly: a storm is a line, not a page. */
const maxUnexpected = 20;

/** As a diff: `-` was expected and did not come, `+` came and was not expected. */
function differenceLines({ missing, unexpected }: NotificationDifference): readonly string[] {
  const lines = missing.flatMap(({ expected, count, nearest }) => [
    `- ${expectedText(expected, count)}`,
    ...(nearest ? [`  the nearest that came: ${printable(nearest.differs.join('; '))}`] : []),
  ]);
  const same = new Map<string, number>();
  for (const seen of unexpected) same.set(seenText(seen), (same.get(seenText(seen)) ?? 0) + 1);
  const came = [...same].map(([text, count]) => `+ ${count > 1 ? `${count} × ` : ''}${text}`);
  const more = came.length > maxUnexpected ? [`  and ${came.length - maxUnexpected} more`] : [];
  return [...lines, ...came.slice(0, maxUnexpected), ...more];
}

function expectedText({ to, kind, after, alerts, contains }: ExpectedNotification, count: number): string {
  return printable(
    [
      `${count > 1 ? `${count} × ` : ''}${to}: ${kind}`,
      ...(after === undefined ? [] : [`after ${secondsText(after)}`]),
      ...(alerts === undefined ? [] : [`of ${countOf(alerts, 'alert')}`]),
      ...(contains === undefined ? [] : [`with ${contains.map((text) => JSON.stringify(text)).join(', ')}`]),
    ].join(' '),
  );
}

const maxShownChars = 100;

function seenText({ to, kind, afterMs, alerts, text }: SeenNotification): string {
  const line = text.split('\n').find((one) => one.includes(' ')) ?? text;
  const shown = line.length > maxShownChars ? `${line.slice(0, maxShownChars)}…` : line;
  return printable(`${to}: ${kind} after ${secondsText(afterMs)} of ${countOf(alerts, 'alert')}: ${shown}`);
}

function suitesOf(results: readonly Result[]) {
  const byFile = Map.groupBy(results, ({ file }) => file);
  return [...byFile].map(([name, own]) => ({
    name,
    cases: own.map((result) => ({
      name: result.placed.test.name,
      ...{ file: result.placed.place.file, line: result.placed.place.line, seconds: 0 },
      ...(hasFailed(result) && { failure: differenceLines(result.difference).join('\n') }),
    })),
  }));
}
