import { describe, expect, it } from 'vitest';
import { call } from '../../testing/captured-io.js';
import { sampleFolder } from '../../testing/sample-folder.js';

const mute = `
id: bot
rules: [trail-stopped]
when: user = "bot"
reason: The bot moves trails.
owner: platform@example.com
until: 2200-01-01
---
id: over
packs: [demo]
when: eventName = "x"
reason: A migration.
owner: data@example.com
from: 2020-01-01
until: 2020-02-01
`;
const rule = 'id: trail-stopped\ncondition: eventName = "StopLogging"\n';

describe('suppressions list', () => {
  it('shows what is muted, until when, by whom and why', async () => {
    const at = sampleFolder({ 'mute.yaml': mute });
    const { exitCode, lines } = await call(['suppressions', 'list', at()]);
    expect(exitCode).toBe(0);
    expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
      ['ID', 'STATE', 'MUTES', 'UNTIL', 'OWNER', 'REASON'],
      expect.anything(),
      ['bot', 'active', 'trail-stopped', '2200-01-01T00:00:00.000Z', 'platform@example.com', 'The bot moves trails.'],
      ['over', 'ended', 'pack demo', '2020-02-01T00:00:00.000Z', 'data@example.com', 'A migration.'],
    ]);
  });

  it('shows it as JSON lines', async () => {
    const at = sampleFolder({ 'mute.yaml': mute });
    const { json } = await call(['suppressions', 'list', '--format', 'ndjson', at()]);
    expect(json()[1]).toMatchObject({ id: 'over', state: 'ended', packs: ['demo'], file: at('mute.yaml'), line: 9 });
  });

  it('exits 2 for one that cannot be read, and lists the others', async () => {
    const at = sampleFolder({ 'mute.yaml': mute, 'broken.yaml': 'when: user = \n' });
    const { exitCode, lines, stderr } = await call(['suppressions', 'list', at()]);
    expect([exitCode, lines.length]).toEqual([2, 4]);
    expect(stderr).toContain('broken.yaml:1:');
  });
});

describe('suppressions check', () => {
  it('says which mute nothing', async () => {
    const at = sampleFolder({ 'mute/a.yaml': mute, 'rules/a.yaml': rule });
    const { stdout } = await call(['suppressions', 'check', '--rules', at('rules'), at('mute')]);
    expect(stdout).toMatch(/a\.yaml:\d+:\d+: \w+ [\w-]+ .*demo/);
    expect(stdout).not.toContain('trail-stopped');
  });

  it('exits 1 for one that cannot be read', async () => {
    const at = sampleFolder({ 'a.yaml': 'rules: [x]\nwhen: user = "bot"\nowner: me\n' });
    const { exitCode, stdout } = await call(['suppressions', 'check', at()]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('reason is missing');
  });

  it('does not keep a rule to itself that cannot be loaded', async () => {
    const at = sampleFolder({
      'mute/a.yaml': mute,
      'rules/a.yaml': rule,
      'rules/b.yaml': 'id: b\nlanguage: threatstack\ncondition: (\n',
    });
    const { exitCode, stdout } = await call(['suppressions', 'check', '--rules', at('rules'), at('mute')]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/b\.yaml:3:\d+: error E-SYNTAX/);
  });
});
