import { type IssuedSession, issuedSession } from '@trailhound/cloudtrail';
import { recordHeaderNames, topics } from '@trailhound/contracts';
import { assumedRole, cloudTrailRecord, iamUser, type JsonObject, otherAccount } from '@trailhound/testkit';
import { describe, expect, it } from 'vitest';
import { memoryPipeline, recordMessage } from '../testing/pipeline.js';
import { rulesOf } from '../testing/rules-of.js';
import { actorChainOf } from './actor-chain.js';
import { createSessionSlots } from './session-slots.js';

const rules = rulesOf('id: r\ntitle: t\nlanguage: threatstack\ncondition: eventName = "DeleteTrail"\n');
const deploy = assumedRole({ accountId: '444455556666', roleName: 'Deploy', sessionName: 's1' });
const admin = assumedRole({ accountId: '777788889999', roleName: 'Admin', sessionName: 's2' });

/** The record of a role being assumed, as the account of `by` sees it. */
function assumes(by: object, session: ReturnType<typeof assumedRole>, eventTime = '2026-01-15T10:00:00Z'): JsonObject {
  return {
    ...cloudTrailRecord({ eventSource: 'sts', eventName: 'AssumeRole', userIdentity: by as never }),
    eventTime,
    responseElements: { credentials: { accessKeyId: session['accessKeyId'], sessionToken: 'x' } },
  };
}

const deletes = cloudTrailRecord({ eventSource: 'cloudtrail', eventName: 'DeleteTrail', userIdentity: admin });
const alice = assumes(iamUser({ userName: 'alice' }), deploy);
const deployed = assumes(deploy, admin);
/** The same call in the account of the role, which knows of the caller no more than the account. */
const deployedFar = assumes(otherAccount({ accountId: '444455556666' }), admin);

/** As the collector publishes it: with its names in headers. */
function published(record: JsonObject, at: number) {
  const { headers, ...message } = recordMessage(record, at);
  const [eventName, eventSource] = [String(record['eventName']), String(record['eventSource'])];
  const names = { [recordHeaderNames.eventName]: eventName, [recordHeaderNames.eventSource]: eventSource };
  return { ...message, headers: { ...headers, ...names } };
}

async function alertAfter(...records: readonly JsonObject[]) {
  const pipeline = memoryPipeline();
  await pipeline.log.publish(topics.records, records.map(published));
  await pipeline.drain(rules);
  const [alert] = await pipeline.alerts();
  return { alert, pipeline };
}

describe('who stands behind a role', () => {
  it('is the one who asked for it, through another role, across accounts', async () => {
    const { alert } = await alertAfter(alice, deployed, deletes);
    expect(alert?.actor.name).toBe('s2');
    expect(alert?.actorChain).toMatchObject([
      { name: 's1', role: 'Deploy', accountId: '444455556666', eventName: 'AssumeRole', eventID: deployed['eventID'] },
      { name: 'alice', type: 'IAMUser', eventID: alice['eventID'] },
    ]);
    const source = { kind: 'stream', name: 'cloudtrail.records' };
    expect(alert?.enriched).toEqual([{ member: 'actorChain', source }]);
  });

  it.each([
    ['the better record last', [deployedFar, deployed]],
    ['the better record first', [deployed, deployedFar]],
  ])('is told by the record that knows more: %s', async (_, both) => {
    const { alert } = await alertAfter(alice, ...both, deletes);
    expect(alert?.actorChain?.map(({ name }) => name)).toEqual(['s1', 'alice']);
  });

  it('is known to a matcher that starts later', async () => {
    const { pipeline } = await alertAfter(alice, deployed);
    await pipeline.log.publish(topics.records, [published(deletes, 9)]);
    await pipeline.drain(rules);
    expect((await pipeline.alerts())[0]?.actorChain?.at(-1)?.name).toBe('alice');
  });

  it('is not made up where the stream has not shown it', async () => {
    expect((await alertAfter(alice, deletes)).alert).not.toHaveProperty('actorChain');
    expect((await alertAfter(deployed, deletes)).alert?.actorChain?.map(({ name }) => name)).toEqual(['s1']);
  });

  it('changes no alert id', async () => {
    const [known, unknown] = [await alertAfter(alice, deployed, deletes), await alertAfter(deletes)];
    expect(known.alert?.id).toBe(unknown.alert?.id);
  });

  it('costs an alert a detail where the store fails, not the alert', async () => {
    const pipeline = memoryPipeline();
    const down = () => Promise.reject(new Error('down'));
    const state = { ...pipeline.state, checkpoints: { ...pipeline.state.checkpoints, get: down, replace: down } };
    await pipeline.log.publish(topics.records, [alice, deletes].map(published));
    await pipeline.drain(rules, { state });
    expect(await pipeline.alerts()).toHaveLength(1);
    expect((await pipeline.metrics.expose()).text).toContain('trailhound_sessions_total{result="failed"} 1');
  });
});

function slotsInMemory() {
  const kept = new Map<string, string>();
  const slots = createSessionSlots({
    get: async (_, key) => kept.get(key),
    replace: async (_, key, expected, value) => {
      if (kept.get(key) !== expected) return false;
      kept.set(key, value);
      return true;
    },
  });
  return { kept, slots };
}

describe('sessions that are kept', () => {
  const session = (n: number, withKey?: number): IssuedSession => ({
    accessKeyId: `ASIA${String(n).padStart(16, '0')}`,
    ...(withKey !== undefined && { withAccessKeyId: `ASIA${String(withKey).padStart(16, '0')}` }),
    by: { name: `n${n}` },
    ...{ eventName: 'AssumeRole', eventTime: '2026-01-15T10:00:00Z', eventID: null },
  });
  const acts = (n: number) => ({ userIdentity: { accessKeyId: `ASIA${String(n).padStart(16, '0')}` } });

  it('are bounded: what is too much takes the place of something older, and is counted', async () => {
    const { kept, slots } = slotsInMemory();
    const results: Record<string, number> = {};
    for (let n = 0; n < 40_000; n += 1) {
      const result = await slots.keep(session(n));
      results[result] = (results[result] ?? 0) + 1;
    }
    expect(kept.size).toBe(results['kept']);
    expect(results['displaced']).toBeGreaterThan(2_000);
    expect(results['displaced']).toBeLessThan(4_000);
    expect(await actorChainOf(acts(39_999), slots)).toMatchObject([{ name: 'n39999' }]);
  });

  it('go round in no circle, and have an end', async () => {
    const { slots } = slotsInMemory();
    await slots.keep(session(1, 2));
    await slots.keep(session(2, 1));
    expect(await actorChainOf(acts(1), slots)).toHaveLength(2);
    for (let n = 10; n < 40; n += 1) await slots.keep(session(n, n + 1));
    expect(await actorChainOf(acts(10), slots)).toHaveLength(10);
  });

  it('hold no access key id', async () => {
    const { kept, slots } = slotsInMemory();
    const found = issuedSession(deployed);
    if (found) await slots.keep(found);
    expect(JSON.stringify([...kept])).not.toMatch(/ASIA/);
  });
});
