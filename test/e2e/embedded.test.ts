import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { seededRandom } from '@trailhound/testkit';
import { describe, expect, it } from 'vitest';
import { startTrailhound, trailhound } from '../support/trailhound.js';
import { acceptedAlerts, failsSometimes, installation, pack, scannedIds, sentAlerts } from './embedded-setup.js';

// Real processes, real sockets, real files. What arrives is held against `scan` over the same files.

describe('the pipeline in one process', { timeout: 90_000 }, () => {
  it('delivers exactly the alerts that scan prints, each once, and finds nothing new the second time', async () => {
    const own = await installation({ seed: 1 });
    const expected = await scannedIds(own, pack);
    expect(expected.length).toBeGreaterThan(10);
    const run = await trailhound(['up', '--config', own.config, '--once']);
    expect(run).toMatchObject({ exitCode: 0, stdout: '' });
    expect(acceptedAlerts(own.receiver)).toEqual(expected);
    expect(own.receiver.requests).toHaveLength(expected.length);

    expect(await trailhound(['up', '--config', own.config, '--once'])).toMatchObject({ exitCode: 0 });
    expect(own.receiver.requests).toHaveLength(expected.length);
  });

  it('delivers the same set however the receiver fails, and repeats under the same webhook-id', async () => {
    const own = await installation({ seed: 2, misbehave: failsSometimes(2, { share: 0.25, hangs: 1 }) });
    const expected = await scannedIds(own, pack);
    const run = await trailhound(['up', '--config', own.config, '--once']);
    expect(run.exitCode).toBe(0);
    expect(acceptedAlerts(own.receiver)).toEqual(expected);
    expect(own.receiver.requests.length).toBeGreaterThan(expected.length);
    for (const ids of sentAlerts(own.receiver).values()) expect(ids.size).toBe(1);
  });

  it('names with exit code 4 what could not be delivered', async () => {
    const own = await installation({ seed: 1, misbehave: () => ({ kind: 'status', status: 503 }) });
    const run = await trailhound(['up', '--config', own.config, '--once', '--drain-timeout', '3s']);
    expect(run.exitCode).toBe(4);
    for (const alertId of await scannedIds(own, pack)) {
      expect(run.stderr).toMatch(new RegExp(`^${alertId} +soc +(pending|inflight|dead) `, 'm'));
    }
  });
});

describe('kill -9', () => {
  it('at random moments, with a receiver that fails sometimes, changes nothing in what arrives', async () => {
    // Both at once, because each ends with waiting for the lease of what was in flight: a minute.
    await Promise.all([11, 12].map(killedAgainAndAgain));
  }, 240_000);

  async function killedAgainAndAgain(seed: number): Promise<void> {
    const random = seededRandom(`kill/${seed}`);
    const own = await installation({ seed, misbehave: failsSometimes(seed, { share: 0.1, hangs: 0 }) });
    const expected = await scannedIds(own, pack);
    const args = ['up', '--config', own.config, '--once'];
    for (let round = 0; round < 6; round += 1) {
      const run = startTrailhound(args);
      // Half of the rounds end while the log is read and matched, the others in the middle of deliveries.
      if (random.chance(0.5)) await sleep(random.int(300, 1_500));
      else {
        const enough = own.receiver.requests.length + random.int(1, 6);
        await Promise.race([own.receiver.until(({ requests }) => requests.length >= enough, 60_000), run.ended]);
      }
      run.process.kill('SIGKILL');
      await run.ended;
    }
    const last = await trailhound([...args, '--drain-timeout', '2m']);
    expect(last).toMatchObject({ exitCode: 0 });
    expect(acceptedAlerts(own.receiver)).toEqual(expected);
    for (const ids of sentAlerts(own.receiver).values()) expect(ids.size).toBe(1);
  }
});

describe('what is no record', { timeout: 90_000 }, () => {
  it('is skipped or quarantined with its reason and counted; the rest goes on', async () => {
    const own = await installation({ seed: 1, more: `api: { listen: '127.0.0.1:0', authentication: false }\n` });
    const good = gzipSync('{"Records":[]}');
    own.folder.write(
      'logs/a/cut.json.gz',
      gzipSync(JSON.stringify({ Records: [{ a: 'x'.repeat(999) }] })).subarray(0, 20),
    );
    own.folder.write('logs/a/odd.json', '{"Records":[null,{"eventTime":"soon","eventName":"x"}]}');
    own.folder.write('logs/a/test.json', '{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"b"}');
    own.folder.write('logs/a/none.json.gz', good);
    const expected = await scannedIds(own, pack);
    const run = startTrailhound(['up', '--config', own.config]);
    await own.receiver.until(({ accepted }) => accepted.length === expected.length, 60_000);
    const [, api] = /API at (http:\S+)/.exec(run.stderr()) ?? [];
    const counted = async () => {
      const metrics = await (await fetch(`${api}/metrics`)).text();
      return [...metrics.matchAll(/^trailhound_(quarantined|skipped)_total\{.*reason="(\w+)".*\} ([1-9]\d*)$/gm)]
        .map(([, what, reason, count]) => `${what} ${reason} ${count}`)
        .sort();
    };
    await expect
      .poll(counted, { timeout: 8_000 })
      .toEqual([
        'quarantined bad_event_time 1',
        'quarantined bad_gzip 1',
        'quarantined not_a_record 1',
        'skipped test_message 1',
      ]);
    run.process.kill('SIGTERM');
    expect((await run.ended).exitCode).toBe(0);
    expect(acceptedAlerts(own.receiver)).toEqual(expected);
  });
});
