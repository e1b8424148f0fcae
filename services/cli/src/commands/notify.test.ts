import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSlackReceiver, startWebhookReceiver, type WebhookReceiver } from '@trailhound/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call } from '../../testing/captured-io.js';

const secret = 'whsec_dHJhaWxob3VuZC1ub3RpZnktdGVzdC1zZWNyZXQ=';

let folder = '';
let receiver: WebhookReceiver;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trailhound-notify-'));
  receiver = await startWebhookReceiver({ secret });
});
afterEach(async () => {
  await receiver.close();
  await rm(folder, { recursive: true });
});

async function configuration(destinations: object): Promise<string> {
  const file = join(folder, 'trailhound.json');
  await writeFile(file, JSON.stringify({ sources: [], rules: [], destinations, network: { allow: ['127.0.0.1/32'] } }));
  return file;
}

function soc() {
  return { soc: { webhook: { url: receiver.url, secret } } };
}

describe('notify test', () => {
  it('sends what a strict receiver takes, marked as a trial, and shows request and answer without the secret', async () => {
    const { exitCode, stdout, stderr } = await call(['notify', 'test', 'soc', '--config', await configuration(soc())]);
    expect([exitCode, stderr.split('\n')[0]]).toEqual([
      0,
      expect.stringMatching(/^soc \(webhook\) took the trial in \d+ ms$/),
    ]);
    expect(receiver.requests).toHaveLength(1);
    expect(receiver.requests[0]?.objection).toBeUndefined();
    expect(JSON.parse(receiver.requests[0]?.body ?? '')).toMatchObject({
      type: 'alert.test',
      data: { rule: 'trailhound-trial' },
    });
    expect(stdout).toMatch(/^request\n {2}POST http:\/\/127\.0\.0\.1:\d+ \(the rest of its URL is kept secret\)\n/);
    expect(stdout).toContain('  webhook-id: dlv_');
    expect(stdout).toContain('    "type": "alert.test"');
    expect(stdout).toMatch(/^answer\n {2}status 2\d\d$/m);
    expect(stdout + stderr).not.toContain(secret.slice('whsec_'.length));
  });

  it('shows what a template makes of the trial, as it is sent and signed', async () => {
    const template = '{ "type": type, "timestamp": timestamp, "data": { "text": data.title } }';
    const shaped = { soc: { webhook: { url: receiver.url, secret, template } } };
    const { exitCode, stdout } = await call(['notify', 'test', 'soc', '--config', await configuration(shaped)]);
    expect(exitCode).toBe(0);
    const [request] = receiver.requests;
    expect(request?.objection).toBeUndefined();
    expect(JSON.parse(request?.body ?? '')).toMatchObject({
      data: { text: expect.stringContaining('trailhound-trial stopped') },
    });
    expect(stdout).toMatch(/^ {4}"data": \{\n {6}"text": "Trial: /m);
  });

  it('says that a template failed, and sends the standard body', async () => {
    const failing = { soc: { webhook: { url: receiver.url, secret, template: 'data.title + 1' } } };
    const { exitCode, stdout } = await call(['notify', 'test', 'soc', '--config', await configuration(failing)]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^ {2}webhook-template: failed; T\d+$/m);
    expect(JSON.parse(receiver.requests[0]?.body ?? '')).toMatchObject({ type: 'alert.test' });
  });

  it('exits 1 where the destination refuses, and says what would become of a real alert', async () => {
    receiver.script({ kind: 'status', status: 401 });
    const refused = await call(['notify', 'test', 'soc', '--config', await configuration(soc())]);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(
      /did not take the trial: HTTP 401.*\(auth_error\); a real alert would end as a dead letter/,
    );
    receiver.script({ kind: 'status', status: 503 });
    const later = await call(['notify', 'test', 'soc', '--config', await configuration(soc())]);
    expect([later.exitCode, later.stderr]).toEqual([1, expect.stringContaining('a real alert would be tried again')]);
  });

  it('sends nothing with --dry-run, and shows the same request', async () => {
    const config = await configuration(soc());
    const { exitCode, stdout, stderr } = await call(['notify', 'test', 'soc', '--config', config, '--dry-run']);
    expect([exitCode, receiver.requests, stderr]).toEqual([0, [], 'soc (webhook): nothing was sent\n']);
    expect(stdout).toContain('webhook-signature: v1,');
  });

  it('tries one destination although another cannot be opened', async () => {
    const other = { pager: { pagerduty: { routingKeyFile: join(folder, 'missing') } } };
    const config = await configuration({ ...soc(), ...other });
    expect((await call(['notify', 'test', 'soc', '--config', config])).exitCode).toBe(0);
    const { exitCode, stderr } = await call(['notify', 'test', 'pager', '--config', config]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('destinations.pager.pagerduty.routingKeyFile')]);
  });

  it('does not show the URL of a Slack webhook, which is its secret', async () => {
    const slack = await startSlackReceiver();
    try {
      const url = slack.webhookUrl;
      const config = await configuration({ chat: { slack: { url } } });
      const { exitCode, stdout, stderr } = await call([
        'notify',
        'test',
        'chat',
        '--config',
        config,
        '--format',
        'json',
      ]);
      expect([exitCode, stderr]).toEqual([0, expect.stringContaining('chat (slack) took the trial')]);
      expect(JSON.parse(stdout)).toMatchObject({ destination: 'chat', kind: 'slack', delivered: true });
      expect(stdout).not.toContain(url);
    } finally {
      await slack.close();
    }
  });

  it('writes a trial to a file like an alert', async () => {
    const path = join(folder, 'alerts.ndjson');
    const config = await configuration({ disk: { file: { path } } });
    expect((await call(['notify', 'test', 'disk', '--config', config, '--severity', 'critical'])).exitCode).toBe(0);
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({
      type: 'alert.test',
      data: { severity: 'critical' },
    });
  });

  it('says which destinations there are where the name is none', async () => {
    const { exitCode, stderr } = await call(['notify', 'test', 'sco', '--config', await configuration(soc())]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('has no destination sco: it has soc')]);
  });
});
