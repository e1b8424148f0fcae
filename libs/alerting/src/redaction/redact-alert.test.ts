import { buildAlert } from '@trailhound/testkit';
import { describe, expect, it } from 'vitest';
import { redactAlert } from './redact-alert.js';

const sessionToken = 'FwoGZXIvYXdzEXAMPLETOKEN';
const secretAccessKey = 'exampleSecretKey/0123456789abcdefghijklm';

describe('redactAlert', () => {
  const alert = buildAlert({
    title: `A key was made: ${secretAccessKey}`,
    why: [`responseElements.credentials.sessionToken is "${sessionToken}"`],
    group: { 'responseElements.credentials.sessionToken': sessionToken, 'userIdentity.userName': null },
    fields: {
      'responseElements.accessKey.secretAccessKey': secretAccessKey,
      'responseElements.accessKey': { accessKeyId: 'AKIAEXAMPLE', secretAccessKey },
      'responseElements.accessKey.accessKeyId': 'AKIAEXAMPLE',
    },
    record: { responseElements: { credentials: { sessionToken }, accessKey: { secretAccessKey } } },
  });

  it('case 57: masks secrets of the record wherever the alert shows them', () => {
    const text = JSON.stringify(redactAlert(alert));
    expect(text).not.toContain(sessionToken);
    expect(text).not.toContain(secretAccessKey);
  });

  it('keeps what is no secret, such as the id of a key', () => {
    const { fields, group, id } = redactAlert(alert);
    expect(fields['responseElements.accessKey.accessKeyId']).toBe('AKIAEXAMPLE');
    expect(group['userIdentity.userName']).toBeNull();
    expect(id).toBe(alert.id);
  });

  it('changes nothing in an alert without secrets', () => {
    expect(redactAlert(buildAlert())).toEqual(buildAlert());
  });
});
