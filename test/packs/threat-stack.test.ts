import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createScanEngine, readRuleFiles, runRuleTests, type ScanResult } from '@trailhound/matcher/offline';
import { compileRules, type LoadedRules, loadRuleSet } from '@trailhound/rules';
import { simulateAccount } from '@trailhound/testkit';
import { beforeAll, describe, expect, it } from 'vitest';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const pack = join(repository, 'rules/threat-stack');
const detonations = join(repository, '../shared/data/cloudtrail/stratus');
const encoder = new TextEncoder();

let loaded: LoadedRules;
beforeAll(async () => {
  const { files, problems } = await readRuleFiles([pack]);
  expect(problems).toEqual([]);
  loaded = loadRuleSet(files);
});

function scan(records: Iterable<unknown>): ScanResult {
  const engine = createScanEngine({ rules: compileRules(loaded.rules), nowMs: 0 });
  let index = 0;
  for (const record of records) {
    const bytes = encoder.encode(typeof record === 'string' ? record : JSON.stringify(record));
    expect(engine.add({ bytes, at: { input: 'test', index: index++ } }).kind).toBe('evaluated');
  }
  return engine.finish();
}

describe('the pack threat-stack', () => {
  it('loads without a problem and without a lint that is not accepted', () => {
    expect(loaded.problems).toEqual([]);
    expect(loaded.lints.map(({ code, place }) => `${place.file}:${place.line} ${code}`)).toEqual([]);
    expect(loaded.rules.length).toBeGreaterThanOrEqual(30);
  });

  it('names every rule like its file', () => {
    const files = readdirSync(pack).filter((name) => name.endsWith('.yaml'));
    expect(loaded.rules.map(({ id }) => id)).toEqual(
      files.sort().map((name) => `threat-stack.${name.replace('.yaml', '')}`),
    );
  });

  it('has a matching and a silent case for every rule, a runbook, and no rule that only records', () => {
    for (const { id, tests, runbook, audit, description, language } of loaded.rules) {
      const silent = tests.filter(
        ({ expect }) => expect === 'no-match' || (typeof expect === 'object' && expect.alerts === 0),
      );
      expect(silent.length, `${id}: silent cases`).toBeGreaterThan(0);
      expect(tests.length - silent.length, `${id}: matching cases`).toBeGreaterThan(0);
      expect({ id, audit, language, told: Boolean(runbook && description) }).toEqual({
        id,
        audit: false,
        language: 'threatstack',
        told: true,
      });
    }
  });

  it('passes its own tests', () => {
    const results = runRuleTests(loaded.rules);
    const failed = results.filter(({ passed }) => !passed);
    expect(
      failed.map(({ rule, test, expected, seen, explanations }) => ({
        rule: rule.id,
        test: test.name,
        expected,
        seen,
        why: explanations.flatMap(({ sentences }) => sentences),
      })),
    ).toEqual([]);
    expect(results.length).toBeGreaterThanOrEqual(2 * loaded.rules.length);
  });

  it('says of every volume and every table whether it is encrypted, by exactly one of two twins', () => {
    const twins = loaded.rules.filter(({ id }) => /-(un)?encrypted-(volume|table)-created$/.test(id));
    expect(twins.filter(({ enabled }) => enabled)).toHaveLength(2);
    const events = twins.flatMap(({ tests }) => tests.flatMap(({ events }) => events));
    const both = compileRules(twins.map((rule) => ({ ...rule, enabled: true })));
    for (const event of events) {
      const { eventSource, errorCode } = event as Record<string, unknown>;
      const evaluation = both.evaluate(encoder.encode(JSON.stringify(event)));
      const created = errorCode === undefined && eventSource !== 'glue.amazonaws.com';
      expect(evaluation.kind === 'evaluated' && evaluation.matched.length).toBe(created ? 1 : 0);
    }
  });
});

describe('the pack threat-stack on the simulated account', () => {
  const start = new Date('2026-01-14T00:00:00Z');

  it.each([1, 2, 3])('is quiet on ordinary activity (seed %i)', (seed) => {
    const { records } = simulateAccount({ seed, start, attacks: false });
    expect(scan(records).alerts.map(({ rule, title }) => `${rule}: ${title}`)).toEqual([]);
  });

  it.each([
    [1, 24],
    [2, 24],
    [3, 1],
    [4, 72],
  ])('finds every attack by the rules its answer key names, and nothing else (seed %i, %i hours)', (seed, hours) => {
    const { records, attacks } = simulateAccount({ seed, start, hours });
    const { alerts } = scan(records);
    const byEvent = new Map(attacks.flatMap((attack) => attack.eventIDs.map((id) => [id, attack] as const)));
    const found = new Map<string, Set<string>>(attacks.map(({ name }) => [name, new Set<string>()]));
    const unexplained: string[] = [];
    for (const alert of alerts) {
      const of = byEvent.get(alert.records[0]?.eventID ?? '');
      if (of) found.get(of.name)?.add(alert.rule);
      else unexplained.push(`${alert.rule}: ${alert.title}`);
    }
    expect(unexplained).toEqual([]);
    expect(Object.fromEntries([...found].map(([name, rules]) => [name, [...rules].sort()]))).toEqual(
      Object.fromEntries(attacks.map(({ name, rules }) => [name, [...rules].sort()])),
    );
  });

  it('gives the same alerts whatever the order of delivery', () => {
    const { records } = simulateAccount({ seed: 1, start, hours: 6 });
    const inOrder = [...records].sort((a, b) => (a.eventTime < b.eventTime ? -1 : 1));
    const ids = (result: ScanResult) => result.alerts.map(({ id }) => id).sort();
    expect(ids(scan([...records].reverse()))).toEqual(ids(scan(inOrder)));
  });
});

const isPresent = existsSync(detonations);
const skipped = isPresent ? '' : ' (skipped: ../shared/data/cloudtrail/stratus is not beside the checkout)';

/** What the base ruleset sees of real detonations; an empty list is a technique it does not claim to know. */
const expectedOfDetonations: Readonly<Record<string, readonly string[]>> = {
  'credential-access.ec2-get-password-data': ['ec2-windows-passwords-swept'],
  'credential-access.ec2-steal-instance-credentials': [],
  'credential-access.secretsmanager-batch-retrieve-secrets': ['secrets-read-in-batches'],
  'credential-access.secretsmanager-retrieve-secrets': ['secrets-swept'],
  'defense-evasion.cloudtrail-delete': ['cloudtrail-logging-stopped'],
  'defense-evasion.cloudtrail-stop': ['cloudtrail-logging-stopped'],
  'defense-evasion.dns-delete-logs': ['route53-query-logging-deleted'],
  'defense-evasion.vpc-remove-flow-logs': ['vpc-flow-logs-deleted'],
  'discovery.ec2-download-user-data': [],
  'execution.ec2-launch-unusual-instances': [],
  'execution.ssm-send-command': [],
  'exfiltration.ec2-share-ami': ['ec2-image-shared'],
  'exfiltration.ec2-share-ebs-snapshot': ['ec2-snapshot-shared'],
  'impact.bedrock-invoke-model': [],
  'initial-access.console-login-without-mfa': ['console-login-without-mfa'],
  'lateral-movement.ec2-instance-connect': [],
  'persistence.iam-backdoor-role': ['iam-role-trust-changed'],
  'persistence.iam-backdoor-user': ['iam-access-key-created'],
  'persistence.iam-create-admin-user': [
    'iam-access-key-created',
    'iam-administrator-access-granted',
    'iam-user-created',
  ],
  'persistence.iam-create-backdoor-role': ['iam-administrator-access-granted'],
  'persistence.iam-create-user-login-profile': ['iam-console-password-set'],
  'persistence.lambda-layer-extension': ['lambda-layer-changed'],
  'persistence.rolesanywhere-create-trust-anchor': ['iam-identity-provider-changed'],
  'persistence.sts-federation-token': ['sts-federation-token-issued'],
  'privilege-escalation.iam-update-user-login-profile': ['iam-console-password-set'],
};

describe.skipIf(!isPresent)(`the pack threat-stack on real detonations${skipped}`, () => {
  it('alerts on the techniques it has rules for, by these rules', () => {
    const seen: Record<string, readonly string[]> = {};
    for (const file of readdirSync(detonations).sort()) {
      if (!file.endsWith('.jsonl') || file === 'index.jsonl') continue;
      const lines = readFileSync(join(detonations, file), 'utf8')
        .split('\n')
        .filter((line) => line.trim() !== '');
      const rules = new Set(scan(lines).alerts.map(({ rule }) => rule.replace('threat-stack.', '')));
      seen[file.replace(/^aws\.|\.jsonl$/g, '')] = [...rules].sort();
    }
    expect(seen).toEqual(expectedOfDetonations);
  });
});
