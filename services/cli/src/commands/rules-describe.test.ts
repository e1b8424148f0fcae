import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { call } from '../../testing/captured-io.js';
import { sampleFolder } from '../../testing/sample-folder.js';

const twins = `
id: open
title: "{user} made an <b>open</b> volume"
language: threatstack
condition: eventName = "CreateVolume" and requestParameters.encrypted = "false"
tags: [attack.t1486]
frameworks: { CIS: ["2.2"] }
reference: javascript:alert(1)
---
id: closed
title: =HYPERLINK("http://evil")
language: threatstack
condition: eventName = "CreateVolume" and requestParameters.encrypted = "true"
`;
const event = JSON.stringify({ eventName: 'CreateVolume', requestParameters: { encrypted: true } });

describe('rules explain', () => {
  it('shows each part with what was expected and seen, in the words of the rule', async () => {
    const at = sampleFolder({ 'twins.yaml': twins, 'event.json': event });
    const { exitCode, stdout } = await call(['rules', 'explain', `${at('twins.yaml')}#open`, at('event.json')]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('open does not match the event');
    expect(stdout).toMatch(
      /✗ requestParameters\.encrypted is "false" {2}seen: true {2}\[requestParameters\.encrypted = "false"\]/,
    );
    expect(stdout).toContain('found by eventName: the condition requires one of these event names: CreateVolume');
  });

  it('evaluates an event as it is written, from standard input too, and gives JSON', async () => {
    const at = sampleFolder({ 'twins.yaml': twins });
    const { stdout } = await call(['rules', 'explain', '--format', 'json', '--rules', at(), 'closed', '-'], {
      stdin: event,
    });
    expect(JSON.parse(stdout)).toMatchObject({
      rule: 'closed',
      outcome: 'match',
      plan: { bucket: 'eventName', values: ['CreateVolume'] },
      explanation: { kind: 'and', parts: [{ path: 'eventName' }, { seen: 'true' }] },
    });
  });

  it.each([
    ['a rule that is not there', ['open2'], 'there is no rule open2; did you mean open?'],
    ['a file of several rules', ['twins.yaml'], 'holds several rules: name one as'],
  ])('names %s', async (_, [which = ''], message) => {
    const at = sampleFolder({ 'twins.yaml': twins, 'event.json': event });
    const rule = which.endsWith('.yaml') ? at(which) : which;
    const { exitCode, stderr } = await call(['rules', 'explain', '--rules', at('twins.yaml'), rule, at('event.json')]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('rules show', () => {
  it('describes a rule among the others', async () => {
    const at = sampleFolder({ 'twins.yaml': twins });
    const { stdout } = await call(['rules', 'show', '--format', 'json', '--rules', at(), 'open']);
    expect(JSON.parse(stdout)).toMatchObject({
      eventNames: ['CreateVolume'],
      watchingTheSame: ['closed'],
      indicators: [
        { field: 'eventName', values: ['CreateVolume'], usedByOthers: 1 },
        { field: 'requestParameters.encrypted', usedByOthers: 0 },
      ],
      frameworks: { attackTechniques: ['T1486'], cis: ['2.2'] },
    });
  });

  it('makes a page on which nothing of the rule is markup or a script', async () => {
    const at = sampleFolder({ 'twins.yaml': twins });
    const { stdout } = await call(['rules', 'show', '--format', 'html', `${at('twins.yaml')}#open`]);
    expect(stdout).toContain('made an &lt;b&gt;open&lt;/b&gt; volume');
    expect(stdout).not.toMatch(/href="javascript/);
  });
});

describe('rules catalog', () => {
  it('writes a page a rule, linked from a first page that can be searched by API call', async () => {
    const at = sampleFolder({ 'twins.yaml': twins });
    const out = at('pages');
    expect((await call(['rules', 'catalog', '--out', out, at('twins.yaml')])).exitCode).toBe(0);
    expect(readdirSync(out).sort()).toEqual(['closed.html', 'index.html', 'open.html']);
    const index = readFileSync(`${out}/index.html`, 'utf8');
    expect(index).toContain('<a href="open.html">');
    expect(index).toContain('CreateVolume');
    expect(readFileSync(`${out}/open.html`, 'utf8')).toContain('<a href="closed.html">closed</a>');
  });

  it('writes CSV for auditors in which no cell is a formula', async () => {
    const at = sampleFolder({ 'twins.yaml': twins });
    const { stdout } = await call(['rules', 'catalog', '--format', 'csv', at()]);
    const [head, ...rows] = stdout.trimEnd().split('\r\n');
    expect(head).toMatch(/^"id","title","severity"/);
    expect(rows).toHaveLength(2);
    expect(stdout).toContain(`"'=HYPERLINK(""http://evil"")"`);
  });
});

describe('rules compare', () => {
  it('shows that the twins share no record and leave some out', async () => {
    const at = sampleFolder({ 'twins.yaml': twins });
    const { stdout } = await call(['rules', 'compare', '--format', 'json', '--rules', at(), 'open', 'closed']);
    expect(JSON.parse(stdout)).toMatchObject({
      relation: 'overlapping',
      both: { requestParameters: { encrypted: expect.any(Array) } },
    });
  });

  it('says plainly when it only tried', async () => {
    const at = sampleFolder({
      'a.yaml': 'id: a\nlanguage: threatstack\ncondition: eventName starts_with "Create"\n',
      'b.yaml': 'id: b\nlanguage: threatstack\ncondition: eventName like "Create*"\n',
    });
    const { stdout } = await call(['rules', 'compare', at('a.yaml'), at('b.yaml')]);
    expect(stdout).toMatch(/a and b match the same records: equal \(tested only, on [\d,]+ records, not proven: /);
  });
});

describe('rules convert', () => {
  it.each([
    ['lucene', '(eventName.keyword:"CreateVolume" AND requestParameters.encrypted.keyword:"false")'],
    ['sigma', 'eventName|cased: CreateVolume'],
    ['eventbridge', '"encrypted": ["false", false]'],
  ])('writes a rule in %s', async (to, text) => {
    const at = sampleFolder({ 'twins.yaml': twins });
    const { exitCode, stdout } = await call(['rules', 'convert', '--to', to, `${at('twins.yaml')}#open`]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(text);
  });

  it('refuses what would mean something else there, and names the part', async () => {
    const text =
      'id: burst\nlanguage: threatstack\ncondition: errorCode != null\nthreshold: { count: 5, within: 10m }\n';
    const at = sampleFolder({ 'burst.yaml': text });
    const { exitCode, stdout, stderr } = await call(['rules', 'convert', '--to', 'lucene', at('burst.yaml')]);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain('E-CANNOT-SAY the threshold: a lucene pattern cannot count');
  });
});
