import { describe, expect, it } from 'vitest';
import { parseTrailKey } from './trail-key.js';

describe('the key of an object of a trail', () => {
  const log = '111122223333_CloudTrail_us-gov-west-1_20260302T1005Z_Ab12.json.gz';
  const digest = '111122223333_CloudTrail-Digest_cn-north-1_my_trail-1_us-east-1_20260302T110000Z';
  const timeMs = Date.parse('2026-03-02T10:05:00Z');
  it.each([
    [
      `AWSLogs/o-abcd/111122223333/CloudTrail/us-gov-west-1/2026/03/02/${log}`,
      { kind: 'log', region: 'us-gov-west-1', timeMs },
    ],
    [
      '111122223333_CloudTrail-Insight_us-east-1_20260302T1005Z_A.json.gz',
      { kind: 'insight', region: 'us-east-1', timeMs },
    ],
    [`p/${digest}.json.gz`, { kind: 'digest', trail: 'my_trail-1_us-east-1', isBackfill: false, region: 'cn-north-1' }],
    [`${digest}_backfill.json.gz`, { isBackfill: true, timeMs: Date.parse('2026-03-02T11:00:00Z') }],
  ])('%s says what it is', (key, expected) => {
    expect(parseTrailKey(key)).toMatchObject({ account: '111122223333', ...expected });
  });

  it.each([
    'x.json.gz',
    '111122223333_CloudTrail_us-east-1_20261302T1005Z_A.json.gz',
    '1_CloudTrail_us-east-1_20260302T1005Z_A.json.gz',
    '',
  ])('%s says nothing', (key) => {
    expect(parseTrailKey(key)).toBeUndefined();
  });
});
