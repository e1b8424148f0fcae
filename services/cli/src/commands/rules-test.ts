import { createConditionProcess } from '@trailhound/adapter-worker';
import { printable } from '@trailhound/contracts';
import { answerRuleTests, type RuleTestResult, runRuleTests, type TestAnswers } from '@trailhound/matcher/offline';
import type { Rule } from '@trailhound/rules';
import { type Command, Option } from 'commander';
import type { SetExitCode } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { reportProblems } from '../report-problems.js';
import { type JunitSuite, junitReport } from '../rules/junit.js';
import { loadRules, namesWrongPath } from '../rules/load-rules.js';
import { countOf } from '../terminal/counted.js';
import type { Style } from '../terminal/style.js';

interface Options {
  readonly format: 'pretty' | 'junit';
}

export function addRulesTest(rules: Command, io: Io, setExitCode: SetExitCode): void {
  rules
    .command('test')
    .description('run the tests inside rule files')
    .argument('<path...>', 'rule files and folders of them')
    .addOption(new Option('--format <format>', 'how to report').choices(['pretty', 'junit']).default('pretty'))
    .addHelpText(
      'after',
      `
A test gives one event or several and says what the rule makes of them: match,
no-match, or so many alerts. A failed one says which part of the condition held and
which did not.

Exit codes: 0 all passed; 1 a test failed or a rule cannot be loaded; 2 a wrong call.

Example of tests in a rule file:
  tests:
    - name: a trail is stopped
      event: { eventName: StopLogging, eventSource: cloudtrail.amazonaws.com }
      expect: match
    - name: three failures are one alert
      events: [{ … }, { … }, { … }]
      expect: { alerts: 1 }

Examples:
  $ trailhound rules test rules/
  $ trailhound rules test --format junit rules/ > report.xml`,
    )
    .action(async (paths: string[], options: Options) => {
      const loaded = await loadRules(paths);
      reportProblems(io, loaded.problems);
      const startedMs = performance.now();
      const results = runRuleTests(loaded.rules, await answersOf(loaded.rules));
      const { counted, apart } = graded(results);
      const failed = counted.filter(({ passed }) => !passed);
      if (options.format === 'junit') await io.print(junitReport(suites(results)));
      else for (const result of failed) for (const line of failureLines(result, io.outStyle)) await io.print(line);
      for (const result of apart) io.say(apartLine(result, io.errStyle));
      const untested = loaded.rules.filter(({ tests }) => tests.length === 0);
      if (untested.length > 0) io.say(`${io.errStyle.yellow('warning:')} ${withoutTests(untested)}`);
      const verdict = failed.length > 0 ? io.errStyle.red(`${failed.length} failed`) : io.errStyle.green('0 failed');
      io.say(
        `${counted.length - failed.length} passed, ${verdict}${apartVerdict(apart)} (${countOf(loaded.rules.length, 'rule')}, ${Math.round(performance.now() - startedMs)} ms)`,
      );
      if (namesWrongPath(paths, loaded.problems)) setExitCode(exitCodes.usage);
      else if (failed.length > 0 || loaded.problems.length > 0) setExitCode(exitCodes.findings);
    });
}

function withoutTests(rules: readonly Rule[]): string {
  const shown = rules.slice(0, 10).map(({ id }) => id);
  const more = rules.length > shown.length ? ', …' : '';
  return `${countOf(rules.length, 'rule has', 'rules have')} no tests: ${printable(shown.join(', '))}${more}`;
}

/** The answers the tests hang on; most rules ask nothing, and then no process is started. */
async function answersOf(rules: readonly Rule[]): Promise<TestAnswers> {
  const conditions = createConditionProcess();
  try {
    return await answerRuleTests(rules, conditions);
  } finally {
    await conditions.stop();
  }
}

/** Tests whose author replaced functions for them are graded apart: what they expect may hang on the replacement. */
function graded(results: readonly RuleTestResult[]) {
  const isApart = ({ test }: RuleTestResult): boolean => test.mocks !== undefined;
  return { counted: results.filter((result) => !isApart(result)), apart: results.filter(isApart) };
}

function apartVerdict(apart: readonly RuleTestResult[]): string {
  if (apart.length === 0) return '';
  const asExpected = apart.filter(({ passed }) => passed).length;
  return `, ${countOf(apart.length, 'test')} with mocks apart (${asExpected} as expected)`;
}

function apartLine({ rule, test, passed, expected, seen }: RuleTestResult, style: Style): string {
  const where = `${printable(test.place.file)}:${test.place.line}:${test.place.column}`;
  const name = printable(`${rule.id}: ${test.name}`);
  const mocks = printable((test.mocks ?? []).join(', '));
  const outcome = passed
    ? 'comes out as expected'
    : `expected ${expected}, ${countOf(seen.matches, 'event matches', 'events match')}`;
  return `${where}: ${style.yellow('apart')} ${name}: mocks ${mocks}, which are not replaced here; ${outcome}`;
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
    countOf(seen.matches, 'event matches', 'events match'),
    countOf(seen.alerts, 'alert'),
    ...(seen.suppressed > 0 ? [`${seen.suppressed} suppressed`] : []),
    ...(seen.errors > 0 ? [countOf(seen.errors, 'event raises an error', 'events raise an error')] : []),
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
      ...(result.test.mocks !== undefined && { skipped: `mocks ${result.test.mocks.join(', ')}` }),
      ...(!result.passed && result.test.mocks === undefined && { failure: detailLines(result).join('\n') }),
    })),
  }));
}
