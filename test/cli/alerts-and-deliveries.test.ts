import { setImmediate } from 'node:timers/promises';
import { deliveryId } from '@trailhound/contracts';
import { buildAlert } from '@trailhound/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call } from '../../services/cli/testing/captured-io.js';
import { type StartedApi, startApi } from '../../services/console/api/testing/start-api.js';
import { type NotifierBench, notifierBench, uidOf } from '../../services/notifier/src/testing/notifier-bench.js';

// The commands over the API over the stores of a notifier whose clock is the test's: a day of an outage is over in seconds.

const alerts = Array.from({ length: 6 }, (_, at) => buildAlert({ uid: uidOf(at), title: `Alert ${at}` }));
const ids = alerts.map(({ id }) => deliveryId(id, 'soc'));

let bench: NotifierBench;
let api: StartedApi;
beforeEach(async () => {
  bench = await notifierBench(['soc', 'pager']);
  api = await startApi({ log: bench.log, deliveries: bench.state.deliveries, clock: bench.clock });
  await api.put(...alerts);
});
afterEach(async () => {
  await api.api.close();
  await api.stores.close();
  await bench.close();
});

function trailhound(...args: readonly string[]) {
  return call([...args, '--url', api.url], { env: { TOKEN: api.token, USER: 'ana' } });
}

async function passes(hours: number): Promise<void> {
  for (let minute = 0; minute < hours * 60; minute += 1) {
    bench.clock.advance(60_000);
    for (let turn = 0; turn < 30; turn += 1) await setImmediate();
  }
}

describe('an outage of a day', () => {
  it('ends in dead letters, which one command sends again under the same ids', { timeout: 240_000 }, async () => {
    bench.answer = ({ host }) => ({ kind: 'answered', status: host.startsWith('soc') ? 503 : 200, body: 'down' });
    bench.start();
    const from = new Date(bench.clock.now()).toISOString();
    await bench.publish(...alerts);
    for (let day = 0; (await bench.deadLetters()).length < alerts.length && day < 5; day += 1) await passes(24);
    const dead = await trailhound('deliveries', 'list', '--state', 'dead', '--from', from, '--format', 'ndjson');
    expect(
      dead
        .json()
        .map(({ id }) => id)
        .sort(),
    ).toEqual([...ids].sort());
    expect(dead.json()[0]).toMatchObject({ destination: 'soc', state: 'dead', reason: 'server_error' });
    expect((dead.json()[0] as { attempts: unknown[] }).attempts.length).toBeGreaterThanOrEqual(12);

    const before = bench.sent.length;
    bench.answer = () => ({ kind: 'answered', status: 200, body: '' });
    const replayed = await trailhound('deliveries', 'replay', '--destination', 'soc', '--from', from);
    expect([replayed.exitCode, [...replayed.lines].sort()]).toEqual([0, [...ids].sort()]);
    expect(replayed.stderr).toContain('6 deliveries put back');
    await bench.until(async () => (await bench.state.deliveries.open(1)).length === 0, 1_800);
    const again = bench.sent.slice(before);
    expect(again.map(({ id }) => id).sort()).toEqual([...ids].sort());
    for (const { request, attempt } of again) {
      expect(request.headers['webhook-replay']).toBe('true');
      expect(attempt).toBeGreaterThan(12);
    }
    const list = await trailhound('deliveries', 'list', '--destination', 'soc', '--from', from);
    expect(list.stdout.match(/ delivered /g)).toHaveLength(alerts.length);
    // What was put back and taken is not dead any more: asked again, the command finds nothing.
    const nothing = await trailhound('deliveries', 'replay', '--destination', 'soc', '--from', from);
    expect([nothing.exitCode, nothing.stdout]).toEqual([0, '']);
  });

  it('is not replayed whole by a command that does not say which', async () => {
    const { exitCode, stderr } = await trailhound('deliveries', 'replay');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('--all for every dead one')]);
  });

  it('of which nothing is kept is said to be forgotten', async () => {
    expect((await trailhound('deliveries', 'replay', 'dlv_none')).exitCode).toBe(2);
  });
});

describe('an alert', () => {
  const [alert] = alerts;
  const id = alert?.id ?? '';

  it('is listed, shown, acknowledged, closed and reopened', async () => {
    const listed = await trailhound('alerts', 'list', '--format', 'ndjson');
    expect(
      listed
        .json()
        .map((one) => one['id'])
        .sort(),
    ).toEqual(alerts.map((one) => one.id).sort());
    expect((await trailhound('alerts', 'list', '--severity', 'low')).stdout).toBe('');
    for (const [command, state] of [
      ['ack', 'acknowledged'],
      ['close', 'closed'],
      ['reopen', 'open'],
    ] as const) {
      const changed = await trailhound('alerts', command, id, '--note', 'a drill');
      expect([changed.exitCode, changed.json()]).toMatchObject([0, [{ id, state, by: 'ana', note: 'a drill' }]]);
      expect((await trailhound('alerts', 'show', id)).json()).toMatchObject([{ id, state, title: alert?.title }]);
    }
    expect((await trailhound('alerts', 'list')).stdout).toMatch(/LAST EVENT +SEVERITY +STATE/);
  });

  it('that does not exist is a wrong call, and so is a limit that is no number', async () => {
    expect((await trailhound('alerts', 'show', '0'.repeat(64))).exitCode).toBe(2);
    expect((await trailhound('alerts', 'ack', 'nonsense')).exitCode).toBe(2);
    expect((await trailhound('alerts', 'list', '--limit', 'all')).exitCode).toBe(2);
  });

  it('is not shown without a token, and an API that is not there is another exit code', async () => {
    const refused = await call(['alerts', 'list', '--url', api.url]);
    expect([refused.exitCode, refused.stdout]).toEqual([2, '']);
    const away = await call(['alerts', 'list', '--url', 'http://127.0.0.1:1']);
    expect(away.exitCode).toBe(3);
  });
});
