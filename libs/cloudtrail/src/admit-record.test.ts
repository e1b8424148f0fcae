import { parseOrigin } from '@trailhound/contracts';
import { describe, expect, it } from 'vitest';
import { admitRecord, recordHeaders } from './index.js';

const record = {
  eventID: '0b9a3c52-7a8e-4f4e-9d3b-4a5f6e7d8c9b',
  eventTime: '2026-01-02T03:04:05Z',
  eventName: 'StopLogging',
  eventSource: 'cloudtrail.amazonaws.com',
  awsRegion: 'us-east-1',
  recipientAccountId: '123456789012',
};
const origin = { source: 'files', input: './a.json', index: 3 };

describe('letting a record in', () => {
  it('asks for an object with a readable time and nothing else', () => {
    expect(admitRecord({ eventTime: '2026-01-02T03:04:05Z' })).toMatchObject({
      kind: 'admitted',
      uidSynthesised: true,
    });
    expect(admitRecord(record)).toMatchObject({
      kind: 'admitted',
      uidSynthesised: false,
      eventTimeMs: Date.parse(record.eventTime),
    });
  });

  it.each([
    ['text', 'not_a_record'],
    [7, 'not_a_record'],
    [null, 'not_a_record'],
    [[record], 'not_a_record'],
    [{}, 'bad_event_time'],
    [{ ...record, eventTime: 1700000000 }, 'bad_event_time'],
    [{ ...record, eventTime: '2026-13-40' }, 'bad_event_time'],
  ])('refuses %j as %s', (value, reason) => {
    expect(admitRecord(value)).toMatchObject({ kind: 'refused', reason });
  });
});

describe('the headers of a record', () => {
  function headersOf(value: object): Record<string, string> {
    const admitted = admitRecord({ ...record, ...value });
    if (admitted.kind !== 'admitted') throw new Error(admitted.message);
    return recordHeaders(admitted, origin);
  }

  it('say what the record says and where it stood', () => {
    const { uid, origin: written, ...others } = headersOf({});
    expect(uid).toMatch(/^[\w-]{22}$/);
    expect(parseOrigin(written)).toEqual(origin);
    expect(others).toEqual({
      'event-name': 'StopLogging',
      'event-source': 'cloudtrail.amazonaws.com',
      'event-time': '2026-01-02T03:04:05Z',
      account: '123456789012',
      region: 'us-east-1',
    });
  });

  it.each([{ odd: 1 }, null, '', 'x'.repeat(513), 'a\ud800b'])(
    'leave out the event name %j, which they cannot carry',
    (eventName) => {
      expect(headersOf({ eventName })).not.toHaveProperty('event-name');
    },
  );
});
