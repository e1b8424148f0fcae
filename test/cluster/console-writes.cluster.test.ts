import { Alert } from '@trailhound/contracts';
import { startAwsApi, startKafka, startRedis, waitUntil } from '@trailhound/testkit/launchers';
import { testService } from '@trailhound/testkit/vitest';
import { expect, it, onTestFinished } from 'vitest';
import { openTopics } from '../chaos/lab/topics.js';
import { installation, type RunningService } from './installation.js';
import { newRecords } from './trail.js';

const kafka = testService(() => startKafka());
const redis = testService(() => startRedis());
const aws = testService(() => startAwsApi());

const token = 'a-token-of-sixteen-or-more';
const rule = 'id: written\nseverity: high\ncondition: eventName = "StopLogging"\n';
const mute = {
  ...{ id: 'bot', rules: ['written'], when: 'sourceIPAddress = "192.0.2.7"', reason: 'It moves trails.' },
  ...{ owner: 'platform@example.com', from: '2026-02-01', until: '2026-04-01' },
};

it('what two consoles write into a real log is in force in all matchers, muted or not by the revision an alert names', async () => {
  const all = await installation({ kafka: kafka.get(), redis: redis.get(), aws: aws.get() });
  const topics = await openTopics(kafka.get().address, all.topicPrefix);
  onTestFinished(() => topics.close());
  all.folder.write('push.tokens', `${token}\n`);
  const sources = `[{ http: { listen: '127.0.0.1:0', tokenFile: ./push.tokens } }]`;
  const collector = await all.start('collector', { sources });
  const matchers = await Promise.all([all.start('matcher'), all.start('matcher')]);
  await all.start('notifier');
  const consoles = await Promise.all([all.start('console'), all.start('console', { config: { data: './data-2' } })]);
  const [first, second] = consoles;
  if (first === undefined || second === undefined) throw new Error('no console');

  await collector.says(/records may be pushed/);
  const port = collector.log().find(({ msg }) => msg === 'records may be pushed')?.['port'];
  let pushed = 0;
  const push = async (more: object) => {
    const Records = newRecords(4, { eventName: 'StopLogging', sourceIPAddress: '192.0.2.7', ...more });
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`http://127.0.0.1:${port}/`, {
      ...{ method: 'POST', headers, body: JSON.stringify({ Records }) },
    });
    expect(answer.status).toBe(200);
    pushed += Records.length;
  };
  const alerts = async () =>
    (await topics.readAll('alerts')).map(({ value }) => Alert.parse(JSON.parse(value))).filter(isOfTheRule);
  /** Pushes while both matchers go over to this revision, and once more when they have. */
  const pushUntil = async (revision: number) => {
    const follows = async (one: RunningService) => {
      const { text } = await one.get('/metrics');
      return Number(/^trailhound_rules_revision(?:{[^}]*})? (\d+)$/m.exec(text)?.[1] ?? 0) >= revision;
    };
    await waitUntil(
      `revision ${revision} in both matchers`,
      async () => {
        await push({});
        return (await Promise.all(matchers.map(follows))).every(Boolean);
      },
      60_000,
      300,
    );
    await push({});
  };

  // Both know the revision of the first push; of two who change it, one is told.
  const base = await newest(first, 1);
  await newest(second, base);
  const raced = await Promise.all(
    consoles.map((one, n) => one.send('POST', `/api/rules?by=console-${n}&revision=${base}`, { text: rule })),
  );
  expect(raced.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  const written = base + 1;
  await pushUntil(written);

  // A suppression without an end is refused, one in the past of the wall clock mutes what happened then.
  const endless = await second.send('POST', '/api/suppressions', { ...mute, until: undefined });
  expect([endless.status, endless.text]).toEqual([422, expect.stringContaining('SUPPRESSION_ENDLESS')]);
  await newest(second, written);
  const muting = await second.send('POST', `/api/suppressions?by=ana&revision=${written}`, mute);
  expect([muting.status, muting.text]).toEqual([200, expect.stringContaining(String(written + 1))]);
  const muted = written + 1;
  await pushUntil(muted);

  // Taken out by the other console, which must have read what this one wrote.
  await newest(first, muted);
  expect((await first.send('DELETE', `/api/suppressions/bot?by=ben&revision=${muted}`)).status).toBe(200);
  const lifted = muted + 1;
  await pushUntil(lifted);

  const isMatched = async () => (await topics.progress('trailhound-matcher', 'cloudtrail.records')).lag === 0n;
  await waitUntil('all records are matched', isMatched, 30_000, 200);
  const found = await alerts();
  const wrong = found.filter((one) => one.suppressedBy.length > 0 !== (Number(one.revision) === muted));
  expect(wrong).toEqual([]);
  expect(new Set(found.map(({ revision }) => Number(revision)))).toEqual(new Set([written, muted, lifted]));
  expect(found.length).toBeLessThanOrEqual(pushed);

  // The receiver hears of each that is not muted, once, and of no other.
  const due = found.filter(({ suppressedBy }) => suppressedBy.length === 0).map(({ id }) => id);
  const heard = () => all.receiver.requests.filter(({ status }) => status === 200).flatMap(({ body }) => alertIn(body));
  await waitUntil('everything is delivered', () => heard().length >= due.length, 30_000);
  expect(heard().toSorted()).toEqual(due.toSorted());

  // Who wrote what stands in the history, in both consoles.
  for (const one of consoles) {
    const { text } = await one.get('/api/rules/revisions');
    expect(text).toMatch(/"by":"ben".*"by":"ana".*"by":"console-[01]"/s);
  }
}, 240_000);

/** Waits until a console has read this revision or a later one; answers which. */
async function newest(console: RunningService, revision: number): Promise<number> {
  let known = 0;
  await waitUntil(
    `revision ${revision} in a console`,
    async () => {
      const { status, text } = await console.get('/api/rules');
      const { inForce } = JSON.parse(text) as { readonly inForce?: { readonly revision: number } | null };
      if (status === 200) known = inForce?.revision ?? 0;
      return known >= revision;
    },
    30_000,
  );
  return known;
}

function isOfTheRule({ rule }: Alert): boolean {
  return rule === 'written';
}

/** The alert a notification is about, where it is one of the rule. */
function alertIn(body: string): readonly string[] {
  const { data } = JSON.parse(body) as { readonly data: Alert };
  return isOfTheRule(data) ? [data.id] : [];
}
