import { printable } from '@trailhound/contracts';

/** One test case of a JUnit report. */
export interface JunitCase {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly seconds: number;
  /** What was expected and seen; absent when it passed. */
  readonly failure?: string;
  /** Why it does not count. */
  readonly skipped?: string;
}

export interface JunitSuite {
  readonly name: string;
  readonly cases: readonly JunitCase[];
}

/** A JUnit XML report as CI systems read it: one suite a rule, `file` and `line` on each case. */
export function junitReport(suites: readonly JunitSuite[]): string {
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts(all)}>`,
    ...suites.flatMap(({ name, cases }) => [
      `  <testsuite name="${xml(name)}" ${counts(cases)}>`,
      ...cases.flatMap((one) => caseLines(name, one)),
      '  </testsuite>',
    ]),
    '</testsuites>',
  ].join('\n');
}

function caseLines(suite: string, { name, file, line, seconds, failure, skipped }: JunitCase): string[] {
  const head = `    <testcase classname="${xml(suite)}" name="${xml(name)}" file="${xml(file)}" line="${line}" time="${seconds.toFixed(3)}"`;
  if (skipped !== undefined) return [`${head}>`, `      <skipped message="${xml(skipped)}"/>`, '    </testcase>'];
  if (failure === undefined) return [`${head}/>`];
  const [summary = ''] = failure.split('\n');
  return [`${head}>`, `      <failure message="${xml(summary)}">${xml(failure)}</failure>`, '    </testcase>'];
}

function counts(cases: readonly JunitCase[]): string {
  const seconds = cases.reduce((sum, one) => sum + one.seconds, 0);
  return `tests="${cases.length}" failures="${cases.filter(({ failure }) => failure !== undefined).length}" time="${seconds.toFixed(3)}"`;
}

/** XML 1.0 has no way to write most control characters, so they are escaped as text first. */
function xml(text: string): string {
  return text
    .split('\n')
    .map(printable)
    .join('\n')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;');
}
