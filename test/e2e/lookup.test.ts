import { startEventHistoryApi } from '@trailhound/testkit';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { temporaryFolder } from '../support/temporary-folder.js';
import { startTrailhound } from '../support/trailhound.js';

const AlertList = z.object({ alerts: z.array(z.object({ title: z.string() })) });
const sources = (
  endpoint: string,
) => `sources: [{ lookup: { regions: [eu-west-1], endpoint: '${endpoint}', every: 10s } }]
rules: [./rules]
data: ./data
api: { listen: '127.0.0.1:0', authentication: false }
`;

it('trailhound up alerts on the event history of an account without a trail, each event once, across a kill', async () => {
  const history = await startEventHistoryApi();
  onTestFinished(() => history.close());
  const folder = temporaryFolder();
  folder.write(
    'rules/stopped.yaml',
    'id: trail-stopped\ntitle: "{eventID}"\nseverity: high\ncondition: eventName = "StopLogging"\n',
  );
  folder.write('trailhound.yaml', sources(history.origin));
  const keep = (n: number) => {
    const timeMs = Date.now() - n * 60_000;
    const record = {
      ...{ eventVersion: '1.08', eventID: `8f0c1c1e-0000-4000-8000-00000000000${n}`, eventName: 'StopLogging' },
      ...{ eventSource: 'cloudtrail.amazonaws.com', awsRegion: 'eu-west-1', recipientAccountId: '111122223333' },
      eventTime: `${new Date(timeMs).toISOString().slice(0, 19)}Z`,
    };
    history.events.push({ id: record.eventID, timeMs, record: JSON.stringify(record) });
    return record.eventID;
  };
  const env = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  const start = () => startTrailhound(['up', '--config', folder.at('trailhound.yaml')], { env });
  const alerts = async (run: ReturnType<typeof start>, enough: number) => {
    await run.says(/API at http/);
    const [, api] = /API at (http:\S+)/.exec(run.stderr()) ?? [];
    for (let tries = 0; tries < 200; tries += 1) {
      const { alerts: found } = AlertList.parse(await (await fetch(`${api}/api/alerts`)).json());
      if (found.length >= enough) return found.map(({ title }) => title).toSorted();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`not ${enough} alerts within 20 s: ${run.stderr()}`);
  };
  const first = keep(2);
  const run = start();
  expect(await alerts(run, 1)).toEqual([first]);
  run.process.kill('SIGKILL');
  await run.ended;
  const second = keep(1);
  expect(await alerts(start(), 2)).toEqual([first, second].toSorted());
  expect(history.refusals).toEqual([]);
}, 60_000);
