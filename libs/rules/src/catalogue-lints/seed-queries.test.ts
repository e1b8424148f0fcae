import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parseCatalogue } from '@trailhound/catalogue';
import { viewOf } from '@trailhound/cloudtrail';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileCondition } from '../condition/compile-condition.js';
import { applyFixes } from '../lint/apply-fixes.js';
import { loadRuleSet } from '../rule-set/load-rule-set.js';
import { namesSpreading } from './known-names.js';
import { withCatalogueLints } from './with-catalogue-lints.js';

const data = new URL('../../../catalogue/data/catalogue.json.gz', import.meta.url);
const catalogue = parseCatalogue(gunzipSync(readFileSync(data)).toString('utf8'));

function load(text: string) {
  const files = [{ path: 'a.yaml', text }];
  return withCatalogueLints(loadRuleSet(files), files, catalogue);
}

function query(title: string, condition: string): string {
  return JSON.stringify({ id: 'a', title, language: 'lucene', condition });
}

describe('a published query', () => {
  const acm = 'eventSource:"acm.amazonaws.com"';
  it.each<[string, string, readonly string[]]>([
    [
      'Root was used',
      'userIdentity.type:Root AND NOT _exists_:userIdentity.invokedBy AND NOT eventType:AwsServiceEvent',
      ['I-SCAN'],
    ],
    ['Certificate deleted', `eventName:ExportCertificate AND ${acm}`, ['I-TITLE']],
    ['Certificate updated', `eventName:UpdateCertificate AND ${acm}`, ['W-UNKNOWN-EVENT']],
    ['Public database', 'publiclyAccessible:true AND eventName:CreateDBInstance', ['W-LEAF']],
    [
      'Distribution changed',
      'eventName.keyword:/(Create.*Distribution|Delete.*Distribution|Update.*Distribution)/',
      ['I-COVERAGE', 'I-NOSOURCE'],
    ],
    ['Key lost', 'eventSource:"kms.amazonaws.com" AND (eventName:DisableKey OR eventName:ScheduleKeyDeletion)', []],
    ['Trail changed', 'eventName.keyword:/(CreateTrail|UpdateTrail|DeleteTrail|StartLogging|StopLogging)/', []],
    ['Access list changed', 'eventName.keyword:/(Create|Delete|Replace)NetworkAcl(Entry|Association)?/', []],
    ['Gateway changed', 'eventName.keyword:/(Create|Delete|Attach|Detach)Gateway/', ['E-DEAD']],
    [
      'Route changed',
      'eventName.keyword:/(Create|Replace|Delete|Disassociate)Route(Table)?(Association)?/',
      ['I-NOSOURCE'],
    ],
    [
      'Network changed',
      'eventName.keyword:/(Create|Delete|Accept|Reject|Modify|Attach|Detach|Disable|Enable)(Vpc)?(ClassicLink)?(Vpc)?(Attribute|PeeringConnection)?/',
      ['I-NOSOURCE', 'I-OVERMATCH'],
    ],
  ])('%s: %s has %j', (title, condition, codes) => {
    const { lints, problems } = load(query(title, condition));
    expect(problems).toEqual([]);
    expect(lints.map(({ code }) => code).sort()).toEqual([...codes].sort());
  });
});

describe('--fix of a name that is not known', () => {
  it('leads to a rule that matches the event it was misspelt from, which it did not before', () => {
    const calls = ['iam', 'ec2', 'kms', 'cloudtrail'].flatMap((name) => catalogue.events(`${name}.amazonaws.com`));
    const slip = fc.record({
      call: fc.constantFrom(...calls),
      at: fc.nat(),
      kind: fc.constantFrom('drop', 'double', 'case'),
    });
    let mended = 0;
    fc.assert(
      fc.property(slip, ({ call: { source, names }, at, kind }) => {
        const [name] = names;
        const index = at % name.length;
        const by = { drop: '', double: name.charAt(index).repeat(2), case: name.charAt(index).toLowerCase() }[kind];
        const wrong = name.slice(0, index) + by + name.slice(index + 1);
        const text = `title: t\ncondition: eventSource = "${source}" and eventName = "${wrong}"\n`;
        const before = load(text);
        const { text: fixed, applied } = applyFixes('a.yaml', text, before.lints);
        if (applied === 0) return;
        const after = load(fixed);
        expect(after.lints.map(({ code }) => code)).not.toContain('W-UNKNOWN-EVENT');
        const meant = /eventName = "(\w+)"/.exec(fixed)?.[1] ?? '';
        const record = viewOf({ eventSource: source, eventName: meant });
        const outcomes = [before, after].map(({ rules: [rule] }) => rule && compileCondition(rule.condition)(record));
        expect(outcomes).toEqual(['no-match', 'match']);
        if (meant === name) mended += 1;
      }),
      { numRuns: 150, seed: 7 },
    );
    expect(mended).toBeGreaterThan(75);
  });
});

describe('a rule of a thousand names', () => {
  it('is linted in bounded time, and the names beyond the first twenty that nobody knows are counted', () => {
    const names = Array.from({ length: 1000 }, (_, index) => `"DescribeNothing${index}"`);
    const { lints } = load(`title: t\ncondition: eventName in (${names.join(', ')})\n`);
    expect(lints).toHaveLength(21);
    expect(lints.some(({ message }) => message.startsWith('980 more names are not known'))).toBe(true);
  });
});

describe('names with words between', () => {
  it.each([
    ['CreateGateway', 'CreateNatGateway', true],
    ['CreateGateway', 'CreateGateway', false],
    ['CreateGateway', 'CreateGatewayRoute', false],
    ['Create', 'CreateNatGateway', false],
  ])('of %s: %s is one, %s', (text, name, isOne) => {
    expect(namesSpreading(text, catalogue).some((found) => found.name === name)).toBe(isOne);
  });
});
