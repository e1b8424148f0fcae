import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildAlert } from '@trailhound/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call } from '../../testing/captured-io.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trailhound-routes-'));
});
afterEach(() => rm(folder, { recursive: true }));

const config = `
destinations:
  pager: { pagerduty: { routingKeyFile: /nowhere/routing-key } }
  chat: { slack: { urlFile: /nowhere/slack-url } }
  mail: { email: { host: smtp.example.com, from: trailhound@example.com, to: [soc@example.com] } }
routing:
  intervals:
    night:
      - { times: { from: "20:00", to: "24:00" }, zone: Europe/Berlin }
      - { times: { from: "00:00", to: "07:30" }, zone: Europe/Berlin }
  environments: { production: "111122223333" }
  inhibit:
    - { name: trail, source: { rule: trail-stopped }, target: { severity: medium }, equal: [account] }
routes:
  - name: urgent
    match: { severity: [critical, high], environment: production }
    to: [pager]
    repeat: { every: 1h, times: 2 }
    fallback: { to: [mail], after: 5m }
  - name: chat
    to: [chat]
    limit: { count: 5, per: 10m }
  - name: office
    match: { severity: [low, info] }
    to: [mail]
    quiet: night
    group: { by: [rule, account], wait: 30s, interval: 5m }
`;

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

async function explain(alert: object, ...more: string[]) {
  const args = ['routes', 'explain', await file('alert.json', JSON.stringify(alert))];
  return call([...args, '--config', await file('trailhound.yaml', config), ...more]);
}

describe('routes explain', () => {
  it('says of every route why it takes the alert or not, and of every destination when', async () => {
    const { exitCode, stdout, stderr } = await explain(
      buildAlert({ severity: 'high', firedAt: '2026-03-02T12:00:00Z' }),
    );
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain('  urgent: takes\n    yes severity is high; wanted critical or high\n');
    expect(stdout).toContain('    yes environment is production; wanted production\n');
    expect(stdout).toContain('  office: does not match\n    no  severity is high; wanted low or info\n');
    expect(stdout).toContain('pager: by urgent\n  at once\n  told again every 1h while it is open, at most 2 times\n');
    expect(stdout).toContain(
      'chat: by chat\n  at once, where it is among the first 5 from 2026-03-02T12:00:00.000Z\n  else at 2026-03-02T12:10:00Z (Mon 13:10 Europe/Berlin), with all of this route\n',
    );
    expect(stdout).toContain('mail: told 5m later, where no destination of urgent took it (fallback)\n');
  });

  it('asks the clock of the time zone whether hours are quiet, in winter and in summer', async () => {
    const low = buildAlert({ severity: 'low' });
    const winter = await explain(low, '--at', '2026-03-02T21:15:00+01:00');
    expect(winter.stdout).toContain(
      'quiet hours: at 2026-03-03T06:30:00Z (Tue 07:30 Europe/Berlin), with all of this route',
    );
    expect(winter.stdout).toContain('rule = console-login-by-root, account = 111122223333');
    const summer = await explain(low, '--at', '2026-07-01T21:15:00+02:00');
    expect(summer.stdout).toContain('quiet hours: at 2026-07-02T05:30:00Z (Thu 07:30 Europe/Berlin)');
    const noon = await explain(low, '--at', '2026-03-02T12:00:00Z');
    expect(noon.stdout).toContain(
      'at 2026-03-02T12:00:30Z (Mon 13:00 Europe/Berlin), with all of this route with rule =',
    );
  });

  it('names what may mute the alert, and says of a root that it mutes', async () => {
    const muted = await explain(buildAlert({ severity: 'medium' }));
    expect(muted.stdout).toContain('  muted while a root of trail speaks for it\n');
    const root = await explain(buildAlert({ rule: 'trail-stopped' }));
    expect(root.stdout).toContain('it mutes the consequences');
  });

  it('names what the rule asks to be told later', async () => {
    const actions = [{ notify: 'chat' }, { wait: '10m' }, { notify: 'mail' }];
    const { stdout } = await explain(buildAlert({ severity: 'medium', actions }));
    expect(stdout).toContain('mail: told 10m later what the rule asks for\n');
  });

  it('says why an alert goes to nobody', async () => {
    const { stdout } = await explain(buildAlert({ audit: true }));
    expect(stdout).toContain('told to nobody: its rule only records (audit)\n');
  });

  it('gives the same as JSON', async () => {
    const { json } = await explain(
      buildAlert({ severity: 'low', firedAt: '2026-03-02T12:00:00Z' }),
      '--format',
      'json',
    );
    expect(json()).toMatchObject([
      {
        routes: [
          { route: 'urgent', verdict: 'does not match' },
          { route: 'chat' },
          { route: 'office', verdict: 'takes' },
        ],
        deliveries: [
          { destination: 'chat', plan: { kind: 'hold', digest: { reason: 'rate limit' } } },
          { destination: 'mail', plan: { digest: { reason: 'grouped', group: { account: '111122223333' } } } },
        ],
      },
    ]);
  });

  it.each([
    ['no alert', { title: 'x' }, [], 'is no alert: version'],
    ['no time', buildAlert(), ['--at', 'tomorrow'], '--at tomorrow is no time'],
  ])('refuses %s', async (_, alert, more, why) => {
    const { exitCode, stderr } = await explain(alert, ...more);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(why)]);
  });
});

const tests = (body: string) => `config: trailhound.yaml\ntests:\n${body}`;
const storm = `
  - name: a storm ends in five messages and a digest
    at: 2026-03-02T10:00:00Z
    alerts: [{ rule: noisy, severity: medium, times: 219, every: 1s }]
    for: 1h
    expect:
      - { to: chat, count: 5 }
      - { to: chat, kind: digest, after: 10m, alerts: 214, contains: 214 more alerts }
`;
const all = `${storm}
  - name: low alerts of the night are told in the morning
    at: 2026-03-02T22:15:00+01:00
    alerts:
      - { rule: noisy, severity: low, account: "111122223333", times: 3, every: 1h }
    expect:
      - { to: chat, count: 3 }
      - { to: mail, kind: digest, after: 9h15m, alerts: 3, contains: [quiet hours, noisy] }
  - name: a root mutes its consequence, whichever comes first
    at: 2026-03-02T10:00:00Z
    alerts:
      - { rule: unusual-call, severity: medium, eventBefore: 0s }
      - { rule: trail-stopped, severity: info, after: 2s, eventBefore: 10s }
    expect:
      - { to: chat, after: 2s }
      - { to: chat, kind: muted, after: 5s }
      - { to: mail, after: 32s }
  - name: what stays open is repeated until somebody acknowledges it
    at: 2026-03-02T10:00:00Z
    alerts: [{ severity: critical, as: it }]
    changes: [{ after: 70m, alert: it, state: acknowledged }]
    expect:
      - { to: pager, after: 0s }
      - { to: chat, after: 0s }
      - { to: pager, kind: repeated, after: 1h, contains: "[STILL OPEN]" }
      - { to: pager, kind: changed, after: 70m }
  - name: what the rule asks for comes later
    at: 2026-03-02T10:00:00Z
    alerts: [{ severity: medium, actions: [{ notify: chat }, { wait: 10m }, { notify: mail }] }]
    expect:
      - { to: chat, after: 5s }
      - { to: mail, kind: step, after: 10m }
  - name: nobody at the pager, so mail is told
    at: 2026-03-02T10:00:00Z
    alerts: [{ severity: critical }]
    down: [{ to: pager }]
    for: 10m
    expect:
      - { to: chat }
      - { to: mail, kind: escalated, after: 5m, contains: "[NOT DELIVERED]" }
`;

describe('routes test', () => {
  it('passes where all that is told was expected: on the real notifier, with a clock of its own', async () => {
    await file('trailhound.yaml', config);
    await file('all.routes.yaml', tests(all.replace('9h15m', '555m')));
    const { exitCode, stdout, stderr } = await call(['routes', 'test', folder]);
    expect([stdout, exitCode]).toEqual(['', 0]);
    expect(stderr).toMatch(/^6 passed, 0 failed \(1 file, \d+ ms\)\n$/);
  });

  it('shows as a diff what did not come, what came nearest, and what came besides', async () => {
    await file('trailhound.yaml', config);
    const wrong = storm
      .replace('count: 5', 'count: 4')
      .replace('214 more', '215 more')
      .replace('alerts: 214', 'alerts: 215');
    const path = await file('wrong.routes.yaml', tests(wrong));
    const { exitCode, lines, stderr } = await call(['routes', 'test', path]);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('0 passed, 1 failed')]);
    expect(lines[0]).toBe(`${path}:4:11: failed a storm ends in five messages and a digest`);
    expect(lines[1]).toBe('    - chat: digest after 10m of 215 alerts with "215 more alerts"');
    expect(lines[2]).toMatch(/nearest that came: it tells 214 alerts; it does not contain "215 more alerts"$/);
    expect(lines.slice(3).join('\n')).toMatch(/\+ chat: fired after \d+s of 1 alert: /);
    expect(lines.slice(3).join('\n')).toMatch(/\+ chat: digest after 10m of 214 alerts: .*214 more alerts/);
  });

  it('reports to CI as JUnit', async () => {
    await file('trailhound.yaml', config);
    const path = await file('wrong.routes.yaml', tests(storm.replace('count: 5', 'count: 6')));
    const { exitCode, stdout } = await call(['routes', 'test', path, '--format', 'junit']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('<failure');
    expect(stdout).toContain('- chat: fired');
  });

  it.each([
    ['a key that does not exist', 'alerts: [{ severity: low, tmes: 3 }]', 1, ':6:5: error ROUTE_TEST_INVALID'],
    ['a change of no alert', 'alerts: [{}]\n    changes: [{ after: 1m, alert: it, state: closed }]', 1, 'as: it'],
  ])('says where a file has %s', async (_, body, code, said) => {
    await file('trailhound.yaml', config);
    const text = `\n  - name: t\n    at: 2026-03-02T10:00:00Z\n    ${body}\n    expect: []\n`;
    const { exitCode, stderr } = await call(['routes', 'test', await file('bad.routes.yaml', tests(text))]);
    expect(exitCode).toBe(code);
    expect(stderr).toContain(said.startsWith(':') ? 'ROUTE_TEST_INVALID' : said);
  });

  it('refuses a file without a configuration, a folder without tests, and a file that is not there', async () => {
    const bare = await file('bare.yaml', `tests:${storm}`);
    expect(await call(['routes', 'test', bare])).toMatchObject({ exitCode: 2 });
    await rm(bare);
    expect(await call(['routes', 'test', folder])).toMatchObject({ exitCode: 2 });
    expect(await call(['routes', 'test', join(folder, 'gone.yaml')])).toMatchObject({ exitCode: 3 });
  });
});
