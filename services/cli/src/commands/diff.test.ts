import { cloudTrailRecord } from '@trailhound/testkit';
import { describe, expect, it } from 'vitest';
import { call } from '../../testing/captured-io.js';
import { sampleFolder } from '../../testing/sample-folder.js';

const spec = { eventSource: 'dynamodb', eventName: 'CreateTable' };
const same = { eventID: 'a7b1c2d3-0000-4000-8000-000000000001', requestID: 'r' };
const plain = cloudTrailRecord({ ...spec, requestParameters: { tableName: 'orders' }, with: same });
const encrypted = cloudTrailRecord({
  ...spec,
  requestParameters: { tableName: 'orders', sSESpecification: { enabled: true, kmsMasterKeyId: null } },
  with: same,
});
const two = [plain, encrypted].map((record) => JSON.stringify(record)).join('\n');

describe('diff', () => {
  it('names by path what differs, a missing member apart from null', async () => {
    const at = sampleFolder({ 'two.jsonl': two });
    const { exitCode, lines, stderr } = await call(['diff', at('two.jsonl#0'), at('two.jsonl#1')]);
    expect(exitCode).toBe(0);
    expect(lines).toEqual([
      'PATH                                               LEFT       RIGHT',
      '-------------------------------------------------  ---------  -----',
      'requestParameters.sSESpecification.enabled         <missing>  true',
      'requestParameters.sSESpecification.kmsMasterKeyId  <missing>  null',
    ]);
    expect(stderr).toBe('2 differences\n');
  });

  it('tells the two apart in JSON lines too', async () => {
    const at = sampleFolder({ 'two.jsonl': two });
    const { json } = await call(['diff', at('two.jsonl#1'), at('two.jsonl#0'), '--format', 'ndjson']);
    expect(json()).toEqual([
      { path: 'requestParameters.sSESpecification.enabled', left: { value: true }, right: { missing: true } },
      { path: 'requestParameters.sSESpecification.kmsMasterKeyId', left: { value: null }, right: { missing: true } },
    ]);
  });

  it('compares two records of what is piped in', async () => {
    const { lines } = await call(['diff', '-'], { stdin: two });
    expect(lines).toHaveLength(4);
    expect((await call(['diff', '--', '-#0', '-#1'], { stdin: two })).lines).toEqual(lines);
  });

  it('needs two records to compare', async () => {
    const at = sampleFolder({ 'two.jsonl': two });
    const one = await call(['diff', '-'], { stdin: JSON.stringify(plain) });
    expect(one).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('standard input holds 1 record; two are'),
    });
    expect(await call(['diff', at('two.jsonl#1')])).toMatchObject({
      ...{ exitCode: 2, stderr: expect.stringContaining('Name the other record too') },
    });
  });

  it('finds a record by its eventID', async () => {
    const at = sampleFolder({ 'two.jsonl': two });
    const { stderr } = await call(['diff', at('two.jsonl'), at(`two.jsonl#${same.eventID}`)]);
    expect(stderr).toBe('the records are equal\n');
  });

  it.each([
    { what: 'a place without a record', pointer: 'two.jsonl#7', exitCode: 2, says: 'holds 2 records, none at #7' },
    { what: 'an eventID nobody has', pointer: 'two.jsonl#nope', exitCode: 2, says: 'none with eventID nope' },
    { what: 'something that is no record', pointer: 'odd.json#0', exitCode: 2, says: 'odd.json#0 is no record: ' },
    { what: 'an empty file', pointer: 'empty.json', exitCode: 2, says: 'empty.json holds 0 records' },
    { what: 'a folder', pointer: '', exitCode: 2, says: 'is a folder: name one file' },
    { what: 'a file that is not there', pointer: 'gone.json', exitCode: 3, says: 'gone.json cannot be read: no such' },
  ])('says what is wrong with $what', async ({ pointer, exitCode, says }) => {
    const at = sampleFolder({ 'two.jsonl': two, 'odd.json': '{"a":1}', 'empty.json': '{"Records":[]}' });
    const called = await call(['diff', at('two.jsonl'), at(pointer)]);
    expect(called).toMatchObject({ exitCode, stdout: '', stderr: expect.stringContaining(says) });
  });
});
