import { execFileSync, spawnSync } from 'node:child_process';
import { configureDestination, parseAddressPolicy } from '@trailhound/alerting';
import { buildAlert } from '@trailhound/testkit';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { root } from '../../support/trailhound.js';

// The verifiers for receivers, as docs/integrations shows them, against what a webhook destination really sends.

const secretOf = (byte: number) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`;
const [secret, older, foreign] = [secretOf(1), secretOf(2), secretOf(3)];
const folder = `${root}docs/integrations/`;

interface Verifier {
  readonly name: string;
  /** Undefined where the machine has not got the language. */
  program(): readonly [string, ...string[]] | undefined;
}

const verifiers: readonly Verifier[] = [
  { name: 'TypeScript', program: () => [process.execPath, `${folder}verify.ts`] },
  { name: 'Python', program: () => (runs('python3', '--version') ? ['python3', `${folder}verify.py`] : undefined) },
  {
    name: 'Go',
    program() {
      if (!runs('go', 'version')) return undefined;
      const built = temporaryFolder().at('verify');
      execFileSync('go', ['build', '-o', built, `${folder}verify.go`], { stdio: ['ignore', 'ignore', 'pipe'] });
      return [built];
    },
  },
];

function runs(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args).status === 0;
}

interface Sent {
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
  readonly body: Uint8Array;
}

function send(secrets: readonly string[], nowMs: number): Sent {
  const policy = parseAddressPolicy([]);
  if (!policy.ok) throw new Error('no policy');
  const webhook = { url: 'https://receiver.example/hook', secret: [...secrets], format: 'trailhound', changes: false };
  const configured = configureDestination({ webhook } as Parameters<typeof configureDestination>[0]);
  const opened = configured.open(secrets, { policy: policy.value });
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  const alert = buildAlert({ title: 'Überraschung “<b>”' });
  const request = opened.value.request({
    ...{ deliveryId: 'dlv_1', notice: { notice: 'fired', alert }, number: 1, refusals: 0, isReplay: false, nowMs },
  });
  if (request.over !== 'http') throw new Error('no HTTP request');
  const {
    'webhook-id': id = '',
    'webhook-timestamp': timestamp = '',
    'webhook-signature': signature = '',
  } = request.headers;
  return { id, timestamp, signature, body: request.body };
}

describe.each(verifiers)('the verifier in $name', ({ name, program }) => {
  const verifierOf =
    ([command, ...args]: readonly [string, ...string[]]) =>
    ({ id, timestamp, signature, body }: Sent) => {
      const run = spawnSync(command, [...args, id, timestamp, signature], {
        ...{ input: body, encoding: 'utf8', timeout: 120_000 },
        env: { ...process.env, WEBHOOK_SECRET: secret },
      });
      expect(run.stderr).toBe('');
      return run.status === 0;
    };

  it('takes what is genuine and nothing else', ({ skip }) => {
    const command = program();
    if (command === undefined) return skip(`${name} is not installed`);
    const verifies = verifierOf(command);
    const now = Date.now();
    const sent = send([secret], now);
    const wrongId = { ...sent, id: 'dlv_2' };
    const changed = { ...sent, body: Buffer.concat([sent.body, Buffer.from(' ')]) };
    const cut = { ...sent, signature: sent.signature.slice(0, -4) };
    const unversioned = { ...sent, signature: sent.signature.replace('v1,', 'v2,') };
    expect({
      genuine: verifies(sent),
      rotated: verifies(send([foreign, secret], now)),
      foreign: verifies(send([older, foreign], now)),
      recorded: verifies(send([secret], now - 400_000)),
      early: verifies(send([secret], now + 400_000)),
      untimed: verifies({ ...sent, timestamp: 'soon' }),
      unsigned: verifies({ ...sent, signature: '' }),
      ...{ wrongId: verifies(wrongId), changed: verifies(changed), cut: verifies(cut) },
      unversioned: verifies(unversioned),
    }).toEqual({
      ...{ genuine: true, rotated: true, foreign: false, recorded: false, early: false, untimed: false },
      ...{ unsigned: false, wrongId: false, changed: false, cut: false, unversioned: false },
    });
  }, 240_000);
});
