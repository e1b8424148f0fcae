import { gzipSync } from 'node:zlib';
import { cloudTrailRecord, insightRecord } from '@trailhound/testkit';
import { describe, expect, it } from 'vitest';
import { call } from '../../testing/captured-io.js';
import { sampleFolder } from '../../testing/sample-folder.js';

const record = (eventName: string, rest: Record<string, unknown> = {}) => ({
  ...cloudTrailRecord({ eventName, eventSource: 's3' }),
  ...rest,
});
const listed = record('ListBuckets', { eventTime: '2026-03-02T10:00:00Z', awsRegion: 'eu-west-1' });
const deleted = record('DeleteBucket', { eventTime: '2026-03-02T12:30:00Z', awsRegion: 'us-east-1' });
const digest = { digestStartTime: '2026-03-02T10:00:00Z', digestEndTime: '2026-03-02T11:00:00Z', logFiles: [] };
const insight = insightRecord({ state: 'Start', eventID: '8f0c1c1e-0000-4000-8000-000000000001' });
const file = (...records: unknown[]) => gzipSync(JSON.stringify({ Records: records }));

interface Report {
  readonly records: number;
  readonly odd: readonly { readonly reason: string; readonly count: number; readonly places: readonly object[] }[];
  readonly [member: string]: unknown;
}

async function reportOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<Report> {
  const at = sampleFolder(files);
  const { json, exitCode } = await call(['inspect', '--json', at()]);
  expect(exitCode).toBe(0);
  return json()[0] as unknown as Report;
}

describe('inspect', () => {
  it('counts what is there by name, source, account, region, kind and error, and knows from when to when', async () => {
    const found = await reportOf({
      'a.json.gz': file(listed, deleted),
      'b.json': JSON.stringify(
        record('X', {
          ...{ eventTime: '2026-03-02T09:00:00Z', errorCode: 'AccessDenied', eventCategory: 'Data' },
        }),
      ),
    });
    expect(found).toMatchObject({
      ...{ inputs: 2, records: 3, from: '2026-03-02T09:00:00.000Z', to: '2026-03-02T12:30:00.000Z' },
      eventName: { values: [{ value: 'DeleteBucket', count: 1 }, { value: 'ListBuckets', count: 1 }, { value: 'X' }] },
      eventSource: { values: [{ value: 's3.amazonaws.com', count: 3 }], beyond: 0 },
      errorCode: {
        values: [
          { value: 'none', count: 2 },
          { value: 'AccessDenied', count: 1 },
        ],
      },
      kind: {
        values: [
          { value: 'Management, AwsApiCall', count: 2 },
          { value: 'Data, AwsApiCall', count: 1 },
        ],
      },
      odd: [],
    });
  });

  it('tells digests from records, and what Insights found from events', async () => {
    const files = { 'd.json.gz': gzipSync(JSON.stringify(digest)), 'i.json.gz': file(insight, listed) };
    expect(await reportOf(files)).toMatchObject({
      records: 2,
      eventName: { values: [{ value: 'ListBuckets', count: 1 }] },
      kind: {
        values: [
          { value: 'Insight, AwsCloudTrailInsight', count: 1 },
          { value: 'Management, AwsApiCall', count: 1 },
        ],
      },
      insight: { values: [{ value: 'ApiCallRateInsight Start RunInstances (ec2.amazonaws.com)', count: 1 }] },
      skipped: [{ value: 'digest', count: 1 }],
      odd: [],
    });
    const { stdout } = await call(['inspect', sampleFolder(files)()]);
    expect(stdout).toMatch(/WHAT INSIGHTS FOUND +RECORDS +SHARE *\n[ -]+\nApiCallRateInsight Start RunInstances/);
  });

  it.each([
    ['a copy', [listed, listed], 'repeated', 1],
    ['another body under the same eventID', [listed, { ...listed, errorCode: 'X' }], 'repeated_and_different', 1],
    ['an eventID that is none', [deleted, { ...listed, eventID: '-' }], 'no_event_id', 1],
    ['a record without a name', [{ ...listed, eventName: undefined }], 'no_event_name', 0],
    ['a record of the future', [{ ...listed, eventTime: '2999-01-01T00:00:00Z' }], 'future_event_time', 0],
    ['a time that does not exist', [{ ...listed, eventTime: '2026-13-40T00:00:00Z' }], 'bad_event_time', 0],
    ['a version of another age', [{ ...listed, eventVersion: '2.0' }], 'unknown_event_version', 0],
    ['text in place of a record', [listed, 'x'], 'not_a_record', 1],
  ])('names %s and its place', async (_, records, reason, index) => {
    const { odd } = await reportOf({ 'a.json.gz': file(...records) });
    const [found, ...others] = odd;
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      reason,
      count: 1,
      places: [{ index, input: expect.stringMatching(/a\.json\.gz$/) }],
    });
    expect(found?.places[0]).toHaveProperty('offset');
  });

  it('shows a person tables with their largest lines first, and how much is not shown', async () => {
    const at = sampleFolder({ 'a.json.gz': file(listed, { ...listed, eventID: deleted.eventID }, record('Other')) });
    const { stdout, exitCode } = await call(['inspect', '--top', '1', at()]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^3 records in 1 input, \d+\.\d kB uncompressed\nfrom 2026/);
    expect(stdout).toMatch(/ListBuckets +2 +66\.7% +█{20}\n1 more event names\n/);
    expect(stdout).toMatch(/ACCOUNT +REGION +RECORDS +FIRST +LAST\n/);
    expect(stdout).toMatch(/\nnothing odd\n$/);
  });

  it('lets nothing in a record act on the terminal', async () => {
    const hostile = { ...listed, eventName: '\u001b[2JList\u202e\nX', eventSource: '__proto__', eventID: '\u001b]0;x' };
    const at = sampleFolder({ 'a.json': JSON.stringify(hostile) });
    for (const form of [[], ['--json']]) {
      const { stdout } = await call(['inspect', ...form, at()]);
      for (const acting of ['\u001b', '\u202e']) expect(stdout).not.toContain(acting);
      expect(stdout).toContain('\\u001b[2JList\\u202e');
      expect(stdout).toContain('__proto__');
    }
  });

  it('reads the rest of inputs of which one is cut off or absent', async () => {
    const whole = file(listed, deleted);
    const at = sampleFolder({ 'a.json.gz': whole.subarray(0, whole.length - 20), 'b.json.gz': file(record('Y')) });
    const broken = await call(['inspect', '--json', at()]);
    expect(broken.json()[0]).toMatchObject({ odd: [{ reason: expect.stringMatching(/gzip/), count: 1 }] });
    const absent = await call(['inspect', at('gone'), at('b.json.gz')]);
    expect(absent).toMatchObject({ exitCode: 3, stderr: 'error: 1 input could not be read to the end\n' });
    expect(absent.stdout).toMatch(/1 × unreadable/);
    expect(absent.stdout).toMatch(/^1 record in 2 inputs/);
  });

  it('says of an empty input that nothing is there', async () => {
    const { stdout, exitCode } = await call(['inspect', '-'], { stdin: '{"Records":[]}' });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '0 records in 0 inputs\n\nnothing odd\n' });
  });
});
