import { formatOrigin, recordHeaderNames } from '@trailhound/contracts';
import type { LogRecord } from '@trailhound/ports';
import { describe, expect, it } from 'vitest';
import { LoggedInput } from './logged-input.js';

const bytes = new Uint8Array();

/** A message, and the names of the headers that were asked for. */
function message(origin: string | undefined): { readonly record: LogRecord; readonly asked: string[] } {
  const asked: string[] = [];
  const header = (name: string) => {
    asked.push(name);
    return origin;
  };
  return { record: { key: 'uid', value: bytes, header, offset: 7n, timestampMs: 0 }, asked };
}

describe('a record of the log to be evaluated', () => {
  it('tells where it came from, which is read once and not before somebody asks', () => {
    const origin = { source: 's3', input: 's3://trail/object.json.gz', index: 3 };
    const { record, asked } = message(formatOrigin(origin));
    const input = new LoggedInput(record, 2, bytes, 'uid', {});
    expect(asked).toEqual([]);
    expect(input.at).toEqual(origin);
    expect(input.origin).toEqual(origin);
    expect(asked).toEqual([recordHeaderNames.origin]);
  });

  it.each([undefined, 'no JSON'])('is found by its place in the log where its origin is %j', (origin) => {
    const { record, asked } = message(origin);
    const input = new LoggedInput(record, 2, bytes, undefined, {});
    expect(input.origin).toBeUndefined();
    expect(input.at).toEqual({ input: 'cloudtrail.records/2', index: 7 });
    expect(asked).toHaveLength(1);
  });
});
