import { describe, expect, it } from 'vitest';
import { bodyHash, countUid, recordUid } from './index.js';

const id = '0b9a3c52-7a8e-4f4e-9d3b-4a5f6e7d8c9b';
const other = '1b9a3c52-7a8e-4f4e-9d3b-4a5f6e7d8c9b';
const account = '123456789012';

describe('the uid of a record', () => {
  it('depends on the account and the eventID alone, as published', () => {
    const uid = recordUid({ recipientAccountId: account, eventID: id, eventName: 'A' });
    // printf %s 1234567890120b9a3c52-7a8e-4f4e-9d3b-4a5f6e7d8c9b | sha256sum, in base64url, 22 characters
    expect(uid).toEqual({ uid: 'g0vL_2qzVlwJJePfNyhgT4', synthesised: false });
    expect(recordUid({ eventName: 'B', eventID: id, recipientAccountId: account })).toEqual(uid);
    expect(recordUid({ eventID: id, recipientAccountId: '210987654321' }).uid).not.toBe(uid.uid);
    expect(recordUid({ eventID: other, recipientAccountId: account }).uid).not.toBe(uid.uid);
  });

  it('keeps the same sharedEventID in two accounts apart', () => {
    const shared = { sharedEventID: other, eventID: id };
    expect(recordUid({ ...shared, recipientAccountId: '1' }).uid).not.toBe(
      recordUid({ ...shared, recipientAccountId: '2' }).uid,
    );
  });

  it.each([undefined, null, '', '-', 'XXXX', '1111', '<redacted from snapshot>', 7, {}])(
    'is made of the content where the eventID is %j',
    (eventID) => {
      const first = recordUid({ eventID, eventName: 'A', nested: { a: 1, b: [1] } });
      expect(first).toMatchObject({ synthesised: true, uid: expect.stringMatching(/^[\w-]{22}$/) });
      expect(recordUid({ nested: { b: [1], a: 1 }, eventName: 'A', eventID })).toEqual(first);
      expect(recordUid({ eventID, eventName: 'B', nested: { a: 1, b: [1] } }).uid).not.toBe(first.uid);
    },
  );

  it('has one body hash whatever the order of members, and another for another body', () => {
    expect(bodyHash({ a: 1, b: '2' })).toBe(bodyHash({ b: '2', a: 1 }));
    expect(bodyHash({ a: 1 })).not.toBe(bodyHash({ a: '1' }));
  });
});

describe('the uid a record counts under', () => {
  const original = { recipientAccountId: account, eventID: id };

  it('is that of the event an UPDATED_DATA addendum corrects', () => {
    const addendum = { reason: 'UPDATED_DATA', updatedFields: 'eventName', originalEventID: id };
    const correction = { recipientAccountId: account, eventID: other, addendum };
    expect(countUid(correction)).toBe(recordUid(original).uid);
    expect(recordUid(correction).uid).not.toBe(recordUid(original).uid);
  });

  it.each([
    { reason: 'DELIVERY_DELAY' },
    { reason: 'DELIVERY_DELAY', originalEventID: other },
    { reason: 'UPDATED_DATA' },
    { reason: 'UPDATED_DATA', originalEventID: 'XXXX' },
    'UPDATED_DATA',
    null,
  ])('is its own with the addendum %j', (addendum) => {
    expect(countUid({ ...original, addendum })).toBe(recordUid(original).uid);
  });
});
