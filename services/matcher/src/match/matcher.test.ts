import { CodedError, topics } from '@trailhound/contracts';
import type { RecordLog, WindowStore } from '@trailhound/ports';
import { describe, expect, it } from 'vitest';
import { memoryPipeline, recordMessage, until } from '../testing/pipeline.js';
import { call } from '../testing/records.js';
import { rulesOf } from '../testing/rules-of.js';

const plain = rulesOf('id: plain\ntitle: "{user}"\ncondition: eventName = "X"\n');
const thrice = rulesOf('id: thrice\ncondition: eventName = "X"\nthreshold: {count: 3, within: 10m}\ndedup: 31d\n');

describe('the matcher', () => {
  it('publishes an alert for every match and commits what it read', async () => {
    const pipeline = memoryPipeline();
    const records = [call('X', 0), call('Y', 1), call('X', 2)];
    await pipeline.log.publish(
      topics.records,
      records.map((record, index) => recordMessage(record, index)),
    );
    await pipeline.drain(plain);
    const alerts = await pipeline.alerts();
    expect(alerts.map(({ records: [ref] }) => [ref?.input, ref?.index])).toEqual([
      ['input.json', 0],
      ['input.json', 2],
    ]);
    expect(alerts[0]).toMatchObject({ revision: plain.revision, backfill: false, title: 'alice' });
    expect(await pipeline.state.windows.stamp('trailhound-matcher/cloudtrail.records', 0)).toBe(3n);
    expect((await pipeline.metrics.expose()).text).toContain('trailhound_matches_total{rule="plain"} 2');
  });

  it('counts over batches and shows the first record of the window', async () => {
    const pipeline = memoryPipeline();
    await pipeline.log.publish(
      topics.records,
      [3, 1, 2].map((minute) => recordMessage(call('X', minute), minute)),
    );
    await pipeline.drain(thrice, { maxBatch: 1 });
    const [alert, ...others] = await pipeline.alerts();
    expect(others).toEqual([]);
    expect(alert).toMatchObject({ count: 3, record: { eventTime: '2026-01-15T10:01:00Z' } });
  });

  it('says so in the alert when the run was a backfill', async () => {
    const pipeline = memoryPipeline();
    await pipeline.log.publish(topics.records, [recordMessage(call('X', 0), 0, { backfill: true, notify: true })]);
    await pipeline.drain(plain);
    expect(await pipeline.alerts()).toMatchObject([{ backfill: true, notifyBackfill: true }]);
  });

  it('quarantines what cannot be evaluated with its pointer and without its secrets, and goes on', async () => {
    const pipeline = memoryPipeline();
    const bad = { key: 'k', headers: recordMessage(call('X', 0), 7).headers };
    const bytes = (text: string) => new TextEncoder().encode(text);
    await pipeline.log.publish(topics.records, [
      { ...bad, value: bytes('{"sessionToken":"hunter2", oops') },
      { ...bad, value: bytes('x'), headers: {} },
      { ...bad, value: bytes('{"eventName":"X","eventTime":"yesterday"}') },
      { ...bad, value: null },
      recordMessage(call('X', 1)),
      { ...recordMessage(call('X', 2)), headers: { origin: '{', 'event-source': '\ud800', nobody: 'knows' } },
    ]);
    await pipeline.drain(plain);
    expect(await pipeline.alerts()).toHaveLength(2);
    const entries = await pipeline.quarantined();
    expect(entries).toMatchObject([
      { reason: 'not_a_record', input: 'input.json', index: 7 },
      { reason: 'not_a_record', input: 'cloudtrail.records/0@1' },
      { reason: 'bad_event_time', input: 'input.json', index: 7 },
    ]);
    expect(JSON.stringify(entries)).not.toContain('hunter2');
    const { text } = await pipeline.metrics.expose();
    expect(text).toContain('trailhound_quarantined_total{stage="matcher",reason="not_a_record"} 2');
    expect(text).toContain('trailhound_records_consumed_total{stage="matcher",result="skipped"} 1');
    expect(text).toContain('trailhound_records_consumed_total{stage="matcher",result="evaluated"} 2');
  });

  it('evaluates both bodies of one uid, counts them as one and says that they conflict', async () => {
    const pipeline = memoryPipeline();
    const record = call('Y', 0);
    const forged = { ...record, eventName: 'X' };
    await pipeline.log.publish(topics.records, [recordMessage(record), recordMessage(forged), recordMessage(forged)]);
    await pipeline.drain(plain);
    expect(new Set((await pipeline.alerts()).map(({ id }) => id)).size).toBe(1);
    expect((await pipeline.metrics.expose()).text).toContain('trailhound_uid_conflicts_total 2');
  });

  it('evaluates a batch under one revision, and the next under what is in force then', async () => {
    const pipeline = memoryPipeline();
    const other = rulesOf('id: other\ncondition: eventName = "X"\n');
    let inForce = plain;
    await pipeline.log.publish(
      topics.records,
      [0, 1, 2, 3].map((minute) => recordMessage(call('X', minute))),
    );
    // The rules change as soon as the first batch has raised its alerts.
    const log: RecordLog = {
      ...pipeline.log,
      async publish(topic, messages) {
        await pipeline.log.publish(topic, messages);
        if (topic === topics.alerts) inForce = other;
      },
    };
    const rules = { current: () => ({ compiled: inForce }), catchUp: async () => undefined };
    await pipeline.drain(plain, { maxBatch: 2, log, rules });
    const revisions = (await pipeline.alerts()).map(({ rule, revision }) => [rule, revision]);
    expect(revisions).toEqual([
      ['plain', plain.revision],
      ['plain', plain.revision],
      ['other', other.revision],
      ['other', other.revision],
    ]);
  });
});

describe('matchers under numbered revisions of the rules', () => {
  const mute = rulesOf('id: other\ncondition: eventName = "Z"\n');

  it('alerts name the number', async () => {
    const pipeline = memoryPipeline();
    await pipeline.log.publish(topics.records, [recordMessage(call('X', 0))]);
    await pipeline.drain(plain, {
      rules: { current: () => ({ compiled: plain, revision: 7 }), catchUp: async () => undefined },
    });
    expect(await pipeline.alerts()).toMatchObject([{ revision: '7' }]);
  });

  it('a batch under a revision that is over is evaluated again under the newest, and alerts only of that', async () => {
    const pipeline = memoryPipeline();
    const asked: (number | undefined)[] = [];
    let inForce = { compiled: mute, revision: 3 };
    const rules = {
      current: () => inForce,
      async catchUp(revision: number | undefined) {
        asked.push(revision);
        inForce = { compiled: plain, revision: 4 };
      },
    };
    const stream = 'trailhound-matcher/cloudtrail.records';
    const elsewhere = { stream, partition: 9, from: 0n, to: 0n, first: true, observations: [] };
    await pipeline.state.windows.observe({ ...elsewhere, rules: { revision: 4, isNewest: true } });
    await pipeline.log.publish(topics.records, [recordMessage(call('X', 0)), recordMessage(call('Z', 0))]);
    await pipeline.drain(mute, { rules });
    expect(asked).toEqual([4]);
    expect((await pipeline.alerts()).map(({ rule, revision }) => [rule, revision])).toEqual([['plain', '4']]);
  });

  it('what matched nothing under a revision that is over is evaluated again before the stamp passes it', async () => {
    const pipeline = memoryPipeline();
    let inForce = { compiled: mute, revision: 3 };
    const rules = {
      current: () => inForce,
      async catchUp() {
        inForce = { compiled: plain, revision: 4 };
      },
    };
    const stream = 'trailhound-matcher/cloudtrail.records';
    const elsewhere = { stream, partition: 9, from: 0n, to: 0n, first: true, observations: [] };
    await pipeline.log.publish(
      topics.records,
      [0, 1, 2].map((minute) => recordMessage(call('X', minute, { seed: minute }))),
    );
    // The first batch is settled under revision 3; the others only when somebody counts under revision 4 already.
    let batches = 0;
    const windows: WindowStore = {
      ...pipeline.state.windows,
      async observe(batch) {
        batches += 1;
        const observed = await pipeline.state.windows.observe(batch);
        if (batches === 2)
          await pipeline.state.windows.observe({ ...elsewhere, rules: { revision: 4, isNewest: true } });
        return observed;
      },
    };
    await pipeline.state.windows.observe({ ...elsewhere, rules: { revision: 3, isNewest: true } });
    await pipeline.drain(mute, { rules, maxBatch: 1, state: { ...pipeline.state, windows } });
    const alerts = await pipeline.alerts();
    expect(alerts.map(({ rule, revision }) => [rule, revision])).toEqual(alerts.map(() => ['plain', '4']));
    expect(await pipeline.state.windows.stamp(stream, 0)).toBe(3n);
    expect(alerts.length).toBeGreaterThan(0);
  });

  it('a store that knows of no revision is believed once the newest is known', async () => {
    const pipeline = memoryPipeline();
    const asked: (number | undefined)[] = [];
    await pipeline.log.publish(topics.records, [recordMessage(call('X', 0)), recordMessage(call('X', 1))]);
    const catchUp = async (revision: number | undefined) => void asked.push(revision);
    await pipeline.drain(plain, { maxBatch: 1, rules: { current: () => ({ compiled: plain, revision: 2 }), catchUp } });
    expect(asked).toEqual([undefined]);
    expect(await pipeline.alerts()).toHaveLength(2);
  });
});

describe('the matcher without its state store', () => {
  it('pauses, probes, and goes on where it was when the store answers', async () => {
    const pipeline = memoryPipeline();
    let isDown = true;
    const unavailable = () => new CodedError('STORE_UNAVAILABLE', 'no answer');
    const windows: WindowStore = {
      ...pipeline.state.windows,
      observe: async (batch) => {
        if (isDown) throw unavailable();
        return pipeline.state.windows.observe(batch);
      },
    };
    const ping = async () => {
      if (isDown) throw unavailable();
    };
    await pipeline.log.publish(
      topics.records,
      [0, 1, 2].map((minute) => recordMessage(call('X', minute))),
    );
    const matcher = pipeline.matcher(thrice, { state: { ...pipeline.state, windows, ping } });
    const run = matcher.run();
    await until(() => matcher.health().state === 'paused');
    pipeline.clock.advance(60_000);
    await until(() => pipeline.messages.includes('state store unavailable, reading is paused'));
    expect(matcher.health().state).toBe('paused');
    expect(await pipeline.alerts()).toEqual([]);
    isDown = false;
    await until(() => {
      pipeline.clock.advance(1_000);
      return matcher.health().state === 'running';
    });
    await until(async () => {
      pipeline.clock.advance(1_000);
      return (await pipeline.alerts()).length > 0;
    });
    await matcher.stop();
    await run;
    expect(await pipeline.alerts()).toMatchObject([{ rule: 'thrice', count: 3 }]);
    expect(pipeline.messages).toContain('state store answers again, reading on');
    expect(matcher.health().state).toBe('stopped');
  });
});

describe('a rule that matches everything', () => {
  it('is named by a counter and a health note, costs bounded work, and all its alerts are published', async () => {
    const pipeline = memoryPipeline();
    const records = Array.from({ length: 5_000 }, (_, seed) => recordMessage(call('X', 0, { seed }), seed));
    await pipeline.log.publish(topics.records, records);
    const startedMs = performance.now();
    const matcher = pipeline.matcher(plain, { noisyMatchesPerMinute: 100 });
    const run = matcher.run();
    await until(async () => (await matcher.lag()).every(({ records: open }) => open === 0n));
    const usedMs = performance.now() - startedMs;
    expect(matcher.health().noisyRules).toMatchObject([{ rule: 'plain', matchesPerMinute: 5_000 }]);
    expect((await pipeline.health.ready()).notes).toEqual({ 'noisy rule plain': '5000 matches in a minute' });
    await matcher.stop();
    await run;
    expect(new Set((await pipeline.alerts()).map(({ id }) => id)).size).toBe(5_000);
    const { text } = await pipeline.metrics.expose();
    expect(text).toContain('trailhound_rule_noisy_total{rule="plain"} 1');
    expect(usedMs / 5_000).toBeLessThan(5);
  });
});

describe('an alert the log refuses', () => {
  it('goes without its record, and does not hold up the others', async () => {
    const pipeline = memoryPipeline();
    const big = call('X', 0, { requestParameters: { policy: 'p'.repeat(30_000) } });
    await pipeline.log.publish(topics.records, [recordMessage(big), recordMessage(call('X', 1))]);
    const log = {
      ...pipeline.log,
      publish: async (...[topic, messages]: Parameters<typeof pipeline.log.publish>) => {
        if (topic === topics.alerts && messages.some(({ value }) => (value?.length ?? 0) > 20_000)) {
          throw new CodedError('LOG_MESSAGE_REFUSED', 'too large');
        }
        await pipeline.log.publish(topic, messages);
      },
    };
    await pipeline.drain(plain, { log });
    expect((await pipeline.alerts()).map(({ recordTruncated }) => recordTruncated)).toEqual([true, false]);
  });
});
