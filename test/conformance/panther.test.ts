import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { viewOf } from '@trailhound/cloudtrail';
import { compileCondition, loadRuleSet, type Rule } from '@trailhound/rules';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const own = join(root, 'libs/rules/src/languages/panther/testing');
const corpus = join(root, '../shared/data/cloudtrail/panther-tests/train.jsonl');
const isPresent = existsSync(corpus);
const skipped = isPresent ? '' : ' (skipped: ../shared/data is not beside the checkout)';

/** Python files of the project's own: constructs of the subset with what they come to, and constructs beyond it. */
const wanted = { subset: 42, beyond: 38 };

interface PythonFile {
  readonly name: string;
  readonly text: string;
  readonly notes: readonly { readonly kind: string; readonly said: string }[];
}

function files(folder: 'subset' | 'beyond'): readonly PythonFile[] {
  return readdirSync(join(own, folder)).map((name) => {
    const text = readFileSync(join(own, folder, name), 'utf8');
    const notes = [...text.matchAll(/^# ([\w-]+): (.*)$/gm)].map(([, kind = '', said = '']) => ({ kind, said }));
    return { name, text, notes };
  });
}

function load(name: string, text: string) {
  const yaml = `AnalysisType: rule\nRuleID: ${name}\nLogTypes: [AWS.CloudTrail]\nFilename: ${name}\n`;
  return loadRuleSet([{ path: `rules/${name}.yml`, text: yaml, siblings: new Map([[name, text]]) }]);
}

function isAsSaid({ name, text, notes }: PythonFile): boolean {
  const [rule] = load(name, text).rules;
  if (rule === undefined) return false;
  const outcome = compileCondition(rule.condition);
  return notes.every(({ kind, said }) => outcome(viewOf(JSON.parse(said))) === kind);
}

function isRefusedByName({ name, text, notes: [note] }: PythonFile): boolean {
  const [problem] = load(name, text).problems;
  const [, what = '', line = ''] = /^(.*?) at line (\d+)$/.exec(note?.said ?? '') ?? [];
  return problem?.message.includes(what) === true && problem.place?.line === Number(line);
}

function report(suite: string, passed: number, total: number): void {
  process.stdout.write(`conformance ${suite}: ${passed}/${total}\n`);
}

describe('Python rule files of the project', () => {
  it.each([
    ['subset', isAsSaid],
    ['beyond', isRefusedByName],
  ] as const)('of %s come out as they say', (folder, isMet) => {
    const all = files(folder);
    const failed = all.filter((file) => !isMet(file)).map(({ name }) => name);
    report(`panther ${folder}`, all.length - failed.length, all.length);
    expect(failed).toEqual([]);
    expect(all.length).toBeGreaterThanOrEqual(wanted[folder]);
  });
});

describe(`rules in both forms over the events of published tests${skipped}`, () => {
  it('has the corpus where it must', () => {
    if (process.env['CI'] === 'true') expect(isPresent).toBe(true);
  });

  const head = 'LogTypes: [AWS.CloudTrail]\n';
  const twins: readonly [string, string, string][] = [
    [
      'the seed rule',
      `Detection:
  - {Key: errorCode, Condition: IsNullOrEmpty}
  - {Key: errorMessage, Condition: IsNullOrEmpty}
  - {Key: eventName, Condition: IsIn, Values: [CreateTrail, UpdateTrail, StartLogging]}\n`,
      `from panther_aws_helpers import aws_cloudtrail_success

def rule(event):
    return aws_cloudtrail_success(event) and event.get("eventName") in {"CreateTrail", "UpdateTrail", "StartLogging"}\n`,
    ],
    [
      'a prefix and a negation',
      `Detection:
  - Any:
      - {Key: eventName, Condition: StartsWith, Value: Delete}
      - {Key: eventName, Condition: StartsWith, Value: Put}
  - {KeyPath: userIdentity.type, Condition: DoesNotEqual, Value: Root}\n`,
      `def rule(event):
    if event.deep_get("userIdentity", "type") == "Root":
        return False
    return event.get("eventName", "").startswith(("Delete", "Put"))\n`,
    ],
    [
      'elements of a list',
      `Detection:
  - Key: resources
    Condition: AnyElement
    Expressions:
      - {Key: accountId, Condition: Exists}
      - {Key: type, Condition: Contains, Value: S3}\n`,
      `from panther_base_helpers import deep_get

def rule(event):
    return any(
        deep_get(one, "accountId") is not None and "S3" in deep_get(one, "type", default="")
        for one in event.get("resources") or []
    )\n`,
    ],
    [
      'nothing but a case',
      `Detection:
  - {Key: userAgent, Condition: IContains, Value: CONSOLE}\n`,
      `def rule(event):
    return "console" in (event.get("userAgent") or "").lower()\n`,
    ],
  ];

  it.skipIf(!isPresent).each(twins)('%s: Simple Detection and Python agree', (name, detection, python) => {
    const events = readFileSync(corpus, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => (JSON.parse(line) as { readonly event: unknown }).event);
    const files = [
      { path: 'simple.yml', text: `RuleID: simple\n${head}${detection}` },
      { path: 'python.yml', text: `RuleID: python\n${head}Filename: p.py\n`, siblings: new Map([['p.py', python]]) },
    ];
    const { rules, problems } = loadRuleSet(files);
    expect(problems).toEqual([]);
    const run = (id: string) => {
      const rule = rules.find((one: Rule) => one.id === id);
      if (rule === undefined) throw new Error(`no rule ${id}`);
      const outcome = compileCondition(rule.condition);
      return events.map((event) => outcome(viewOf(event)));
    };
    const [simple, lowered] = [run('simple'), run('python')];
    const differing = events.filter((_, index) => simple[index] !== lowered[index]);
    report(`panther twins, ${name}`, events.length - differing.length, events.length);
    expect(differing).toEqual([]);
    expect(simple).toContain('match');
    expect(simple).toContain('no-match');
  });
});
