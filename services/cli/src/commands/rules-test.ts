import { printable } from '@trailhound/contracts';
import { type RuleTestResult, runRuleTests } from '@trailhound/matcher';
import { type Command, Option } from 'commander';
import type { SetExitCode } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { reportProblems } from '../report-problems.js';
import { type JunitSuite, junitReport } from '../rules/junit.js';
import { loadRules } from '../rules/load-rules.js';
import type { Style } from '../terminal/style.js';

interface Options {
  readonly format: 'pretty' | 'junit';
}

export function addRulesTest(rules: Command, io: Io, setExitCode: SetExitCode): void {
  rules
    .command('test')
    .description('runs the tests inside rule files')
    .argument('<path...>', 'rule files and folders of them')
    .addOption(new Option('--format <format>', 'how to report').choices(['pretty', 'junit']).default('pretty'))
    .addHelpText(
      'after',
      `
A test gives one event or several and says what the rule makes of them: match, no-match, or so many alerts.
Exits 1 when a test fails or a rule cannot be loaded.

Example, in a rule file:
  tests:
    - name: a stopped trail
      event: { eventName: StopLogging, eventSource: cloudtrail.amazonaws.com }
      expect: match

  $ trailhound rules test rules/`,
    )
    .action(async (paths: string[], options: Options) => {
      const loaded = await loadRules(paths);
      reportProblems(io, loaded.problems);
      const startedMs = Date.now();
      const results = runRuleTests(loaded.rules);
      const failed = results.filter(({ passed }) => !passed);
      if (options.format === 'junit') await io.print(junitReport(suites(results)));
      else for (const result of failed) for (const line of failureLines(result, io.outStyle)) await io.print(line);
      const untested = loaded.rules.filter(({ tests }) => tests.length === 0);
      if (untested.length > 0)
        io.say(
          `${io.errStyle.yellow('warning')} ${untested.length} rules have no tests: ${printable(
            untested
              .slice(0, 10)
              .map(({ id }) => id)
              .join(', '),
          )}${untested.length > 10 ? ', …' : ''}`,
        );
      const verdict = failed.length > 0 ? io.errStyle.red(`${failed.length} failed`) : io.errStyle.green('0 failed');
      io.say(
        `${results.length - failed.length} passed, ${verdict} (${loaded.rules.length} rules, ${Date.now() - startedMs} ms)`,
      );
      if (failed.length > 0 || loaded.problems.length > 0) setExitCode(exitCodes.findings);
    });
}

function failureLines(result: RuleTestResult, style: Style): string[] {
  const { rule, test } = result;
  return [
    `${printable(test.place.file)}:${test.place.line}:${test.place.column}: ${style.red('failed')} ${style.bold(printable(`${rule.id}: ${test.name}`))}`,
    ...detailLines(result).map((line) => `    ${printable(line)}`),
  ];
}

function detailLines({ expected, seen, explanations }: RuleTestResult): string[] {
  const saw = [
    `${seen.matches} ${seen.matches === 1 ? 'event matches' : 'events match'}`,
    `${seen.alerts} ${seen.alerts === 1 ? 'alert' : 'alerts'}`,
    ...(seen.suppressed > 0 ? [`${seen.suppressed} suppressed`] : []),
    ...(seen.errors > 0 ? [`${seen.errors} events raise an error`] : []),
  ];
  return [
    `expected ${expected}; ${saw.join(', ')}`,
    ...seen.problems,
    ...explanations.flatMap(({ event, sentences }) => sentences.map((sentence) => `event ${event}: ${sentence}`)),
  ];
}

function suites(results: readonly RuleTestResult[]): readonly JunitSuite[] {
  const byRule = new Map<string, RuleTestResult[]>();
  for (const result of results) byRule.set(result.rule.id, [...(byRule.get(result.rule.id) ?? []), result]);
  return [...byRule].map(([name, own]) => ({
    name,
    cases: own.map((result) => ({
      name: result.test.name,
      file: result.test.place.file,
      line: result.test.place.line,
      seconds: 0,
      ...(!result.passed && { failure: detailLines(result).join('\n') }),
    })),
  }));
}
