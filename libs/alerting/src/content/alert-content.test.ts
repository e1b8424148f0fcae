import { buildAlert } from '@trailhound/testkit';
import { describe, expect, it } from 'vitest';
import { consoleUrl, richAlert } from '../testing/hostile-alerts.js';
import { alertContent } from './alert-content.js';
import { webLink } from './links.js';

const factOf = (name: string, given = richAlert) =>
  alertContent(given, undefined).facts.find((fact) => fact.name === name)?.value;

describe('what people are told of an alert', () => {
  it('is who, what, where and when, with the delay', () => {
    expect(factOf('Who')).toBe(
      'alice@example.com through the role Admin (AssumedRole) arn:aws:sts::111122223333:assumed-role/Admin/alice@example.com',
    );
    expect(factOf('What')).toBe('ConsoleLogin (signin.amazonaws.com) failed: Failed authentication');
    expect(factOf('Where')).toBe('111122223333 · us-east-1');
    expect(factOf('When')).toBe('2026-03-01T10:00:00.000Z, seen 4 min later');
  });

  it('is the person who acted through roles, first to last, where the stream has shown them', () => {
    const link = { eventName: 'AssumeRole', eventTime: '2026-03-01T09:00:00Z', eventID: null };
    const actorChain = [
      { ...link, name: 's1', type: 'AssumedRole', role: 'Deploy' },
      { ...link, name: 'alice', type: 'IAMUser' },
    ];
    const actor = { name: 's2', type: 'AssumedRole', role: 'Admin' };
    expect(factOf('Who', buildAlert({ actor, actorChain }))).toBe(
      'alice (IAMUser), then s1 through the role Deploy (AssumedRole), then s2 through the role Admin (AssumedRole)',
    );
  });

  it('is, of what Insights found, the calls, their rate and who is behind most of it', () => {
    const insight = {
      ...{ type: 'ApiCallRateInsight', state: 'Start', average: 42.512, baselineAverage: 0.0001234 },
      ...{ minutes: 1, baselineMinutes: 10_080 },
      leading: [{ attribute: 'userIdentityArn', value: 'arn:aws:iam::1:user/a', average: 42 }],
    };
    const about = { eventName: 'RunInstances', eventSource: 'ec2.amazonaws.com', errorCode: null };
    const begun = buildAlert({ insight, ...about, actor: { name: 'CloudTrail Insights' } });
    expect(factOf('What', begun)).toBe('an unusual rate of calls: RunInstances (ec2.amazonaws.com)');
    expect(factOf('Rate', begun)).toBe('42.5 a minute, usually 0.000123, for 1 min');
    expect(factOf('Mostly', begun)).toBe('userIdentityArn arn:aws:iam::1:user/a');
    const ended = buildAlert({ ...about, errorCode: 'AccessDenied', insight: { ...insight, state: 'End' } });
    expect(factOf('What', ended)).toBe(
      'the end of an unusual rate of errors AccessDenied: RunInstances (ec2.amazonaws.com)',
    );
  });

  it('is what is known besides, each with where it comes from', () => {
    const at = { readAt: '2026-03-01T09:00:00Z' };
    const enriched = [
      { member: 'recipientAccountName', value: 'prod', source: { kind: 'organizations', name: 'o', ...at } },
      {
        member: 'lookup_owner',
        value: { team: 'a', password: 'S3CRET' },
        source: { kind: 'file', name: 'o.csv', version: 'f3' },
      },
      { member: 'recipientAccountOu', value: 'x', source: { kind: 'configuration', name: 'enrich.accountNames' } },
      { member: 'sourceIPAddress_network', value: { class: 'public' }, source: { kind: 'addresses', name: 's' } },
      { member: 'sourceIPAddress_geoip', value: {}, source: { kind: 'record', name: 'record' } },
      { member: 'actorChain', source: { kind: 'stream', name: 'cloudtrail.records' } },
    ] as const;
    const { known } = alertContent(buildAlert({ enriched: [...enriched] }), undefined);
    expect(known.map(({ name, value }) => `${name}: ${value}`)).toEqual([
      'recipientAccountName: prod (from AWS Organizations, read 2026-03-01T09:00:00Z)',
      expect.stringMatching(/^lookup_owner: \{"team":"a","password":"[^S]+"\} \(from o.csv, version f3\)$/),
      'recipientAccountOu: x (from enrich.accountNames of the configuration)',
      'sourceIPAddress_network: {"class":"public"} (from the address itself)',
      'sourceIPAddress_geoip: {} (brought along by the record)',
      'actorChain: from earlier records',
    ]);
    expect(alertContent(buildAlert(), undefined).known).toEqual([]);
  });

  it('is how many, since when, and what the rule asks for', () => {
    expect(factOf('How many')).toBe('7 records since 2026-03-01T09:52:00.000Z (the rule asks for 5 within 10m)');
    expect(factOf('How many', buildAlert())).toBeUndefined();
  });

  it('is the first and the last record', () => {
    expect(factOf('Records')).toBe('first e-1 at 2026-03-01T09:52:00Z, last e-7 at 2026-03-01T10:00:00Z');
  });

  it('links to the alert, to mute it, to the raw record, to runbook and reference', () => {
    expect(alertContent(richAlert, consoleUrl).links).toEqual([
      { text: 'Open', href: `https://console.example/trailhound/alerts/${richAlert.id}` },
      { text: 'Mute', href: `https://console.example/trailhound/alerts/${richAlert.id}/mute` },
      { text: 'Raw record', href: 'https://console.example/trailhound/records/uid0000000000000000001' },
      { text: 'Runbook', href: 'https://runbooks.example/logins?a=1&b=2' },
      { text: 'Reference', href: 'https://attack.mitre.org/techniques/T1110/' },
    ]);
    expect(alertContent(buildAlert(), undefined).links).toEqual([]);
  });

  it('holds no secret of the record', () => {
    const alert = buildAlert({
      title: 'token S3SSIONTOKEN was made',
      fields: { 'responseElements.credentials.sessionToken': 'S3SSIONTOKEN' },
      record: { responseElements: { credentials: { sessionToken: 'S3SSIONTOKEN' } } },
    });
    expect(JSON.stringify(alertContent(alert, undefined))).not.toContain('S3SSIONTOKEN');
  });
});

describe('a runbook', () => {
  it.each([
    ['https://runbooks.example/a b', 'https://runbooks.example/a%20b'],
    ['javascript:alert(1)', undefined],
    ['https://user:pw@runbooks.example/', undefined],
    ['Call the on-call engineer', undefined],
    [`https://runbooks.example/${'x'.repeat(2_000)}`, undefined],
    [undefined, undefined],
  ])('%j is the link %j', (text, href) => expect(webLink(text)).toBe(href));
});
