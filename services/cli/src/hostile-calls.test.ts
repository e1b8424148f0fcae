import { cloudTrailRecord } from '@trailhound/testkit';
import { describe, expect, it } from 'vitest';
import { call } from '../testing/captured-io.js';
import { sampleFolder } from '../testing/sample-folder.js';

// Rules and records written to hurt, through the command as a person calls it.

const good = 'id: good\ntitle: Trail stopped\nlanguage: threatstack\ncondition: eventName = "StopLogging"\n';
const condition = 'condition: eventName = "StopLogging"';
const rule = (...lines: string[]) => ['id: hostile', 'title: Hostile', 'language: threatstack', ...lines].join('\n');
const stopped = { eventSource: 'cloudtrail', eventName: 'StopLogging' };

function aliasBomb(): string {
  const levels = ['a: &a [x,x,x,x,x,x,x,x,x]'];
  for (let at = 1; at < 9; at += 1) {
    const [name, before] = ['abcdefghi'[at], 'abcdefghi'[at - 1]];
    levels.push(`${name}: &${name} [${Array(9).fill(`*${before}`).join(',')}]`);
  }
  return `${levels.join('\n')}\n${condition}\n`;
}

const refused: readonly { name: string; text: string; code: RegExp }[] = [
  { name: 'an alias bomb', text: aliasBomb(), code: /RULE_FILE_ALIASES/ },
  {
    name: '10 MB of rule',
    text: rule(condition, `description: ${'x'.repeat(10_000_000)}`),
    code: /RULE_FILE_TOO_LARGE/,
  },
  {
    name: 'a condition of a megabyte',
    text: rule(`condition: eventName = "${'x'.repeat(900_000)}"`),
    code: /RULE_|E-/,
  },
  {
    name: 'nesting without end',
    text: rule(`condition: ${'('.repeat(5_000)}eventName = "x"${')'.repeat(5_000)}`),
    code: /E-SYNTAX|E-DEPTH|E-/,
  },
  {
    name: 'YAML nesting without end',
    text: rule(condition, `actions: ${'['.repeat(5_000)}${']'.repeat(5_000)}`),
    code: /RULE_/,
  },
  {
    name: 'a function in YAML',
    text: rule(condition, 'description: !!js/function "function () {}"'),
    code: /RULE_FILE_TAG/,
  },
  { name: 'the prototype as a field', text: rule('condition: __proto__.polluted = "yes"'), code: /E-PATH/ },
  { name: 'the constructor as a field', text: rule('condition: constructor.name = "Object"'), code: /E-PATH/ },
  { name: 'the prototype as a group', text: rule(condition, 'groupBy: [__proto__.x]'), code: /E-PATH|RULE_/ },
  { name: 'a path with a hole', text: rule('condition: a..b = "x"'), code: /E-PATH/ },
  { name: 'a path of 200 names', text: rule(`condition: ${Array(200).fill('a').join('.')} = "x"`), code: /E-PATH/ },
  { name: 'a threshold of 0', text: rule(condition, 'threshold: { count: 0, within: 5m }'), code: /RULE_BAD_VALUE/ },
  { name: 'a threshold of -1', text: rule(condition, 'threshold: { count: -1, within: 5m }'), code: /RULE_BAD_VALUE/ },
  {
    name: 'a threshold of a billion',
    text: rule(condition, 'threshold: { count: 1e9, within: 5m }'),
    code: /RULE_BAD_VALUE/,
  },
  {
    name: 'a window of nothing',
    text: rule(condition, 'threshold: { count: 2, within: 0s }'),
    code: /RULE_BAD_DURATION/,
  },
  {
    name: 'a window of ten years',
    text: rule(condition, 'threshold: { count: 2, within: 3650d }'),
    code: /RULE_BAD_DURATION/,
  },
  {
    name: 'a dedup shorter than its window',
    text: rule(condition, 'dedup: 1m', 'threshold: { count: 2, within: 5m }'),
    code: /RULE_BAD_DEDUP/,
  },
];

describe('a hostile rule file', () => {
  it.each(refused)(
    'with $name is refused by name, by lint and by scan, and the good rule runs',
    async ({ text, code }) => {
      const at = sampleFolder({
        'rules/good.yaml': good,
        'rules/hostile.yaml': text,
        'log.json': JSON.stringify(cloudTrailRecord(stopped)),
      });
      const lint = await call(['rules', 'lint', at('rules')]);
      expect(lint.exitCode).toBe(1);
      expect(lint.stdout).toMatch(new RegExp(`hostile\\.yaml:\\d+:\\d+: error (?:${code.source})`));
      expect(lint.stdout.length).toBeLessThan(5_000);

      const scan = await call(['scan', '--rules', at('rules'), '--format', 'ndjson', at('log.json')]);
      expect(scan.exitCode).toBe(2);
      expect(scan.stderr).toMatch(code);
      expect(scan.json().map((alert) => alert['rule'])).toEqual(['good']);
    },
  );

  it('that groups by what differs in every record is warned of', async () => {
    const text = rule(condition, 'groupBy: [eventID]', 'threshold: { count: 2, within: 5m }');
    const { exitCode, stdout } = await call(['rules', 'lint', sampleFolder({ 'a.yaml': text })()]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('warning W-GROUP-UNIQUE');
  });

  it('that matches every record costs no more than its alerts', async () => {
    const records = Array.from({ length: 2_000 }, (_, seed) => JSON.stringify(cloudTrailRecord({ ...stopped, seed })));
    const at = sampleFolder({ 'all.yaml': rule('condition: eventName != null'), 'log.jsonl': records.join('\n') });
    const { exitCode, lines } = await call(['scan', '--rules', at('all.yaml'), '--format', 'ndjson', at('log.jsonl')]);
    expect([exitCode, lines.length]).toEqual([0, 2_000]);
  });
});

describe('a pattern that would take a backtracking engine for ever', () => {
  const sigma = (value: string) =>
    `title: Agent\nid: agent\nlogsource: { product: aws, service: cloudtrail }\ndetection: { selection: { userAgent|re: '${value}' }, condition: selection }\n`;
  const agents = [`${'a'.repeat(60_000)}!`, 'a'.repeat(1_000_000)];

  it.each([{ pattern: '^(a+)+$' }, { pattern: '^(a|aa)+$' }, { pattern: '(.*)*x$' }])(
    '$pattern is done in no time, on long fields too',
    async ({ pattern }) => {
      const records = agents.map((userAgent) => cloudTrailRecord({ ...stopped, userAgent }));
      const at = sampleFolder({ 'agent.yaml': sigma(pattern), 'log.json': JSON.stringify({ Records: records }) });
      const startedMs = performance.now();
      const { exitCode } = await call(['scan', '--rules', at('agent.yaml'), '--matches', at('log.json')]);
      expect(exitCode).toBe(0);
      expect(performance.now() - startedMs).toBeLessThan(5_000);
    },
  );

  it.each([
    { name: 'looks behind', pattern: '(?<=a)b' },
    { name: 'refers back', pattern: '(a)\\1' },
    { name: 'has 10 KB', pattern: 'a'.repeat(10_240) },
    { name: 'repeats repeats', pattern: '(((a{1,500}){1,500}){1,500})' },
  ])('is refused by name when it $name', async ({ pattern }) => {
    const at = sampleFolder({ 'agent.yaml': sigma(pattern) });
    const { exitCode, stdout } = await call(['rules', 'lint', at('agent.yaml')]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/agent\.yaml:\d+:\d+: error [\w-]+ /);
  });
});

describe('a hostile record', () => {
  const byIp = `${good}groupBy: [userAgent]\nthreshold: { count: 2, within: 10m }\n`;
  const scan = async (...records: object[]) => {
    const at = sampleFolder({ 'rule.yaml': byIp, 'log.json': JSON.stringify({ Records: records }) });
    return call(['scan', '--rules', at('rule.yaml'), '--format', 'ndjson', at('log.json')]);
  };

  it('with members named after the prototype is data and pollutes nothing', async () => {
    const text = JSON.stringify(cloudTrailRecord(stopped)).replace(
      '"requestParameters":null',
      '"requestParameters":{"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}}}',
    );
    const at = sampleFolder({ 'rule.yaml': good, 'log.json': text });
    const { lines } = await call(['scan', '--rules', at('rule.yaml'), '--format', 'ndjson', at('log.json')]);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('"__proto__":{"polluted":"yes"}');
    expect(Object.getOwnPropertyDescriptor(Object.prototype, 'polluted')).toBeUndefined();
  });

  it('with a group value of 100 KB is grouped by all of it, and shown cut', async () => {
    const long = 'x'.repeat(100_000);
    const of = (tail: string, seed: number) => cloudTrailRecord({ ...stopped, userAgent: `${long}${tail}`, seed });
    const { exitCode, json } = await scan(of('a', 1), of('a', 2), of('b', 3));
    expect([exitCode, json().length]).toEqual([0, 1]);
    expect(String(Object.values(json()[0]?.['group'] ?? {})[0]).length).toBeLessThan(1_100);
  });

  it('whose group values hold separators is told from its neighbours', async () => {
    const of = (userAgent: string, seed: number) => cloudTrailRecord({ ...stopped, userAgent, seed });
    const { json } = await scan(...['a}', 'a|', 'a\n', 'a"', 'a'].map((agent, seed) => of(agent, seed)));
    expect(json()).toEqual([]);
  });

  it('without the group field is counted with others without it', async () => {
    const of = (seed: number) => cloudTrailRecord({ ...stopped, seed, with: { userAgent: undefined } });
    const { json } = await scan(of(1), of(2));
    expect(json()).toMatchObject([{ group: { userAgent: null }, count: 2 }]);
  });
});
