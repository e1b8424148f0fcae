import { setTimeout as sleep } from 'node:timers/promises';
import { cloudTrailRecord, iamUser } from '@trailhound/testkit';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { startTrailhound } from '../support/trailhound.js';
import { installation } from './embedded-setup.js';

const rule = (id: string, eventName: string) =>
  `id: ${id}\ntitle: ${id}\nlanguage: threatstack\ncondition: eventName = "${eventName}"\n`;
const minutes = Array.from({ length: 60 }, (_, minute) => minute).values();
/** The next minute's record. */
const record = (eventName: string, userName = 'alice') =>
  cloudTrailRecord({
    eventSource: 'cloudtrail',
    eventName,
    userIdentity: iamUser({ userName }),
    eventTime: new Date(Date.UTC(2026, 2, 1, 10, minutes.next().value)),
  });
const AlertList = z.object({ alerts: z.array(z.object({ suppressedBy: z.array(z.unknown()) })) });

it('rules and suppressions are reloaded while it runs; a broken file keeps its last good version', async () => {
  const own = await installation({
    seed: 1,
    rules: './rules',
    more: `suppressions: [./mute]\napi: { listen: '127.0.0.1:0', tokens: [a-token-for-this-test-only-0123456789] }\n`,
  });
  const { folder, receiver } = own;
  folder.write('trailhound.yaml', `${folder.read('trailhound.yaml').replace('{ files: ./logs }', '{ stdin: true }')}`);
  folder.write('rules/first.yaml', rule('first', 'StopLogging'));
  folder.write('mute/none.yaml', '# nothing yet\n');
  const run = startTrailhound(['up', '--config', own.config], { stdin: 'open' });
  await run.says(/API at http/);
  const [, api] = /API at (http:\S+)/.exec(run.stderr()) ?? [];
  const headers = { authorization: 'Bearer a-token-for-this-test-only-0123456789' };
  const shown = async (query: string) =>
    AlertList.parse(await (await fetch(`${api}/api/alerts?${query}`, { headers })).json()).alerts;
  const feed = (...records: object[]) =>
    run.process.stdin.write(records.map((one) => `${JSON.stringify(one)}\n`).join(''));
  const titles = () => receiver.requests.map(({ body }): string => JSON.parse(body).data.title);
  const arrives = (...expected: string[]) =>
    receiver.until(() => titles().length >= expected.length, 15_000).then(() => expect(titles()).toEqual(expected));
  /** Until the process has noticed: it looks at the files every second. */
  const noticed = async (condition: () => Promise<boolean>) => {
    const untilMs = Date.now() + 15_000;
    while (!(await condition())) {
      if (Date.now() > untilMs) throw new Error(`not noticed; it said:\n${run.stderr()}`);
      await sleep(100);
    }
  };

  feed(record('StopLogging'));
  await arrives('first');

  // A new file is a new rule.
  folder.write('rules/second.yaml', rule('second', 'DeleteTrail'));
  await run.says(/rules reloaded/);
  feed(record('DeleteTrail'));
  await arrives('first', 'second');

  // A broken file is reported with its place, and what ran before still runs.
  folder.write('rules/first.yaml', 'id: first\nlanguage: threatstack\ncondition: eventName =\n');
  await run.says(/last good version keeps running/);
  expect(run.stderr()).toContain('first.yaml');
  expect(run.stderr()).toContain('E-SYNTAX');
  feed(record('StopLogging'));
  await arrives('first', 'second', 'first');

  // A suppression mutes, visibly.
  folder.write(
    'mute/bot.yaml',
    'rules: [second]\nwhen: user = "bot"\nreason: it moves trails\nowner: me@example.com\n',
  );
  const reloads = () => run.stderr().match(/rules reloaded/g)?.length ?? 0;
  await noticed(async () => reloads() >= 2);
  feed(record('DeleteTrail', 'bot'), record('DeleteTrail'));
  await arrives('first', 'second', 'first', 'second');
  expect(await shown('rule=second')).toHaveLength(2);
  await noticed(async () => (await shown('rule=second&suppressed=true')).length === 3);
  const muted = (await shown('rule=second&suppressed=true')).filter(({ suppressedBy }) => suppressedBy.length > 0);
  expect(muted).toHaveLength(1);

  run.process.kill('SIGTERM');
  expect((await run.ended).exitCode).toBe(0);
}, 90_000);
