import { LazyRecord, recordPath } from '@trailhound/cloudtrail';
import { describe, expect, it } from 'vitest';
import { prefixTest } from './prefix-test.js';

/** What is said of the value, or that somebody else was asked. */
function saidOf(json: string, text = 'aws-cli/'): string | undefined {
  const record = new LazyRecord();
  const slot = record.slotOf(recordPath('x'));
  let asked = false;
  const test = prefixTest(record, { slot, text }, () => {
    asked = true;
    return 'no-match';
  });
  record.open(new TextEncoder().encode(`{"y":"aws-cli/"${json === '' ? '' : `,"x":${json}`}}`));
  const outcome = test?.(record);
  return asked ? 'asked' : outcome;
}

describe('a beginning, looked for in the bytes of a text', () => {
  it.each([
    ['"aws-cli/2"', 'match'],
    ['"aws-cli/"', 'match'],
    ['"aws-cli/ \\n é"', 'match'],
    ['"aws-cli"', 'no-match'],
    ['"AWS-cli/"', 'no-match'],
    ['"xaws-cli/"', 'no-match'],
    ['"éaws-cli/"', 'no-match'],
    ['""', 'no-match'],
    ['', 'no-match'],
    ['"aws-\\u0063li/"', 'asked'],
    ['"aws-cli\\/2"', 'asked'],
    ['"\\n"', 'asked'],
    ['["aws-cli/"]', 'asked'],
    ['5', 'asked'],
    ['null', 'asked'],
  ])('%s: %s', (json, expected) => {
    expect(saidOf(json)).toBe(expected);
  });

  it.each(['é', 'say "', 'a\\b', 'a\n', ''])(
    'is not for %j, which may be written otherwise or says nothing',
    (text) => {
      expect(saidOf('"a"', text)).toBeUndefined();
    },
  );
});
