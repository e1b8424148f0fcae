import { viewOf } from '@trailhound/cloudtrail';
import { parseTitle } from '@trailhound/rules';
import { describe, expect, it } from 'vitest';
import { call } from '../testing/records.js';
import { fillTitle, maxTitleLength } from './fill-title.js';

const fill = (title: string, change: Parameters<typeof call>[2] = {}) =>
  fillTitle(parseTitle(title), viewOf(call('DeleteUser', 0, change)));

describe('a title', () => {
  it.each([
    { title: 'A user was deleted', reads: 'A user was deleted' },
    { title: '{user} deleted {requestParameters.userName}', reads: 'alice deleted <missing>' },
    { title: '{ip} in {region} of {accountId}', reads: '203.0.113.10 in us-east-1 of 111122223333' },
    { title: 'a {{brace}} and {no path!}', reads: 'a {brace} and {no path!}' },
    { title: '{__proto__.x}{constructor}', reads: '{__proto__.x}{constructor}' },
  ])('"$title" reads "$reads"', ({ title, reads }) => {
    expect(fill(title)).toBe(reads);
  });

  it('writes out what could drive a terminal or turn text around', () => {
    const userAgent = 'a\u001b[31mb\r\nc\u202ed\u0000\ud800e';
    expect(fill('{userAgent}', { userAgent })).toBe('a\\u001b[31mb\\u000d\\u000ac\\u202ed\\u0000\\ud800e');
  });

  it('has a bounded length, whatever the fields hold', () => {
    const title = fill('{userAgent} {userAgent} {userAgent} {eventName}', { userAgent: '😀'.repeat(100_000) });
    expect(title.length).toBeLessThanOrEqual(maxTitleLength);
    expect(title.isWellFormed()).toBe(true);
  });
});
