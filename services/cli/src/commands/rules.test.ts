import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { call } from '../../testing/captured-io.js';
import { sampleFolder } from '../../testing/sample-folder.js';

const good = `
id: good
title: Trail stopped
condition: eventName = "StopLogging"
tests:
  - name: a trail is stopped
    event: { eventName: StopLogging, eventTime: '2026-01-15T10:00:00Z' }
    expect: match
  - name: a trail is started
    event: { eventName: StartLogging, eventTime: '2026-01-15T10:00:00Z' }
    expect: no-match
`;
const curly = 'id: curly\ntitle: Trail stopped\ncondition: eventName = “StopLogging”\n';

describe('rules lint', () => {
  it('exits 0 on clean rules', async () => {
    const at = sampleFolder({ 'good.yaml': good });
    expect(await call(['rules', 'lint', at()])).toMatchObject({
      ...{ exitCode: 0, stdout: '', stderr: '1 rule: 0 errors, 0 warnings, 0 notes\n' },
    });
  });

  it('prints file:line:column, level, code, message and fix; a warning leaves the exit code alone', async () => {
    const at = sampleFolder({ 'curly.yaml': curly });
    const { exitCode, lines, stderr } = await call(['rules', 'lint', at()]);
    expect(exitCode).toBe(0);
    expect(lines).toEqual([expect.stringMatching(/curly\.yaml:3:24: warning W-CURLY .+ \(fix by --fix: .+\)$/)]);
    expect(stderr).toContain('1 warning, 0 notes; --fix can mend 1');
  });

  it('applies with --fix what keeps the meaning', async () => {
    const at = sampleFolder({ 'curly.yaml': curly });
    const { stdout } = await call(['rules', 'lint', '--fix', at()]);
    expect(stdout).toBe('');
    expect(readFileSync(at('curly.yaml'), 'utf8')).toBe(
      'id: curly\ntitle: Trail stopped\ncondition: eventName = "StopLogging"\n',
    );
  });

  it.each([
    {
      what: 'a mistyped key',
      text: 'id: a\ncondition: eventName = "x"\nseverty: high\n',
      finds: /:3:1: error RULE_UNKNOWN_KEY .*severty.*severity/,
    },
    {
      what: 'a filter that cannot be read',
      text: 'id: a\nlanguage: threatstack\ncondition: eventName =\n',
      finds: /:3:\d+: error E-SYNTAX/,
    },
    { what: 'YAML that cannot be read', text: 'id: [a\n', finds: /:\d+:\d+: error RULE_\w+/ },
  ])('exits 1 for $what', async ({ text, finds }) => {
    const at = sampleFolder({ 'a.yaml': text });
    const { exitCode, stdout } = await call(['rules', 'lint', at()]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(finds);
  });

  it('names both places of an id used twice', async () => {
    const at = sampleFolder({ 'a.yaml': good, 'b.yaml': good });
    const { exitCode, stdout } = await call(['rules', 'lint', at()]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('a.yaml:');
    expect(stdout).toContain('b.yaml:');
  });

  it('reports to CI as JUnit', async () => {
    const at = sampleFolder({ 'a.yaml': 'id: a\nlanguage: threatstack\ncondition: eventName =\n' });
    const { exitCode, stdout } = await call(['rules', 'lint', '--format', 'junit', at()]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^<\?xml/);
    expect(stdout).toMatch(/<testsuites tests="1" failures="1"/);
  });
});

describe('rules test', () => {
  it('exits 0 when all tests pass', async () => {
    const at = sampleFolder({ 'good.yaml': good });
    const { exitCode, stdout, stderr } = await call(['rules', 'test', at()]);
    expect([exitCode, stdout]).toEqual([0, '']);
    expect(stderr).toMatch(/^2 passed, 0 failed \(1 rule, \d+ ms\)\n$/);
  });

  it('exits 1 when one fails, and says where it stands and what the rule saw', async () => {
    const at = sampleFolder({ 'bad.yaml': good.replace('expect: no-match', 'expect: match') });
    const { exitCode, lines, stderr } = await call(['rules', 'test', at()]);
    expect(exitCode).toBe(1);
    expect(lines[0]).toMatch(/bad\.yaml:9:\d+: failed good: a trail is started$/);
    expect(lines.slice(1).join('\n')).toContain('StartLogging');
    expect(stderr).toContain('1 passed, 1 failed');
  });

  it('exits 1 when a rule cannot be loaded, after the others were tested', async () => {
    const at = sampleFolder({ 'good.yaml': good, 'broken.yaml': 'id: b\nlanguage: threatstack\ncondition: (\n' });
    const { exitCode, stderr } = await call(['rules', 'test', at()]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/broken\.yaml:3:\d+: error E-SYNTAX/);
    expect(stderr).toContain('2 passed, 0 failed');
  });

  it('names rules without tests', async () => {
    const at = sampleFolder({ 'curly.yaml': curly });
    expect((await call(['rules', 'test', at()])).stderr).toContain('warning: 1 rule has no tests: curly');
  });

  it('reports to CI as JUnit, a failure with its place', async () => {
    const at = sampleFolder({ 'bad.yaml': good.replace('expect: no-match', 'expect: match') });
    const { stdout } = await call(['rules', 'test', '--format', 'junit', at()]);
    expect(stdout).toMatch(/<testsuite name="good" tests="2" failures="1"/);
    expect(stdout).toMatch(/name="a trail is started" file=".*bad\.yaml" line="9"/);
  });
});
