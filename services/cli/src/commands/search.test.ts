import { cloudTrailRecord, iamUser } from '@trailhound/testkit';
import { describe, expect, it } from 'vitest';
import { call } from '../../testing/captured-io.js';
import { sampleFolder } from '../../testing/sample-folder.js';

const created = (userName: string, tableName: string) =>
  cloudTrailRecord({
    eventSource: 'dynamodb',
    eventName: 'CreateTable',
    userIdentity: iamUser({ userName }),
    requestParameters: { tableName },
  });
const records = [created('alice', 'orders'), created('bob', 'sessions'), created('alice', 'carts')];

function sample() {
  return sampleFolder({ 'logs/day.json': JSON.stringify({ Records: records }, null, 2) });
}

describe('search', () => {
  it('shows what it found as a table, with the fields asked for', async () => {
    const at = sample();
    const { exitCode, lines, stderr } = await call([
      ...['search', 'user = "alice"', '--fields', 'user, requestParameters.tableName,errorCode', at('logs')],
    ]);
    expect(exitCode).toBe(0);
    expect(lines).toEqual([
      'user   requestParameters.tableName  errorCode',
      '-----  ---------------------------  ---------',
      'alice  orders',
      'alice  carts',
    ]);
    expect(stderr).toBe('2 found in 3 records\n');
  });

  it('shows the same as JSON lines, with null where a record has no such field', async () => {
    const at = sample();
    const { json } = await call([
      ...['search', 'user = "bob"', '--fields', 'user,errorCode', '--format', 'ndjson', at('logs')],
    ]);
    expect(json()).toEqual([{ user: 'bob', errorCode: null }]);
  });

  it('prints records whole, one a line, and what it printed can be searched again', async () => {
    const at = sample();
    const raw = await call(['search', 'user = "alice"', '--raw', at('logs')]);
    expect(raw.json()).toEqual([records[0], records[2]]);
    const again = await call(['search', 'requestParameters.tableName = "carts"', '--raw', '-'], { stdin: raw.stdout });
    expect(again.json()).toEqual([records[2]]);
  });

  it('stops at the limit and says so', async () => {
    const at = sample();
    const { json, stderr } = await call(['search', 'user != null', '--raw', '--limit', '1', at('logs')]);
    expect(json()).toEqual([records[0]]);
    expect(stderr).toBe('1 found in 1 record; stopped there by --limit\n');
  });

  it('exits 0 when nothing is found, with nothing on stdout', async () => {
    const at = sample();
    expect(await call(['search', 'user = "carol"', at('logs')])).toMatchObject({
      ...{ exitCode: 0, stdout: '', stderr: '0 found in 3 records\n' },
    });
  });

  it('exits 3 for an input that cannot be opened, and reads the others', async () => {
    const at = sample();
    const { exitCode, json } = await call(['search', 'user = "bob"', '--raw', at('gone'), at('logs')]);
    expect([exitCode, json().length]).toEqual([3, 1]);
  });
});
