import { type Alert, type Digest, type Notice, type Step, severities } from '@trailhound/contracts';
import { buildAlert } from '@trailhound/testkit';
import fc from 'fast-check';
import { digestLine, fillDigest } from '../routing/hold/fill-digest.js';

/** What attackers write into fields they control: markup of every channel, control characters, and very much of it. */
const attacks = [
  '<!channel> <@U1> <!subteam^S1|all> <http://evil.example|Sign in again>',
  '```*bold* _it_ ~no~ `code` :fire: @here #general',
  '"><script>alert(1)</script><img src=x onerror=alert(1)>',
  '&amp;&lt;b&gt; &#60;',
  'line\r\nBcc: everyone@example.com\r\n\r\nbody',
  '\u001b[31mred\u001b[0m \u202egnp.exe \u0000 \ud800',
  '=HYPERLINK("http://evil.example","x")',
  'javascript:alert(1)',
  '😀'.repeat(3_000),
  'A'.repeat(60_000),
  '&'.repeat(30_000),
  '',
];

const text = fc.oneof(fc.constantFrom(...attacks), fc.string({ unit: 'binary', maxLength: 40 }));
const orNull = fc.option(text);
const time = fc.oneof(
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.constant('2026-03-01T10:00:00Z'),
);

/** Alerts whose every free text is hostile. */
export const hostileAlert: fc.Arbitrary<Alert> = fc
  .record({
    severity: fc.constantFrom(...severities),
    title: text,
    ruleTitle: text,
    rule: text,
    pack: text,
    description: text,
    account: orNull,
    region: orNull,
    sourceIPAddress: orNull,
    userAgent: orNull,
    eventName: orNull,
    eventSource: orNull,
    errorCode: orNull,
    firstEventTime: time,
    lastEventTime: time,
    runbook: fc.oneof(text, fc.constant('https://runbooks.example/root')),
    reference: fc.oneof(text, fc.webUrl()),
    why: fc.array(text, { maxLength: 40 }),
    tags: fc.array(text, { maxLength: 20 }),
    group: fc.dictionary(text, orNull, { maxKeys: 20 }),
    fields: fc.dictionary(text, fc.oneof(text, fc.jsonValue()), { maxKeys: 30 }),
    actor: fc.record({ name: text, type: text, arn: text, role: text }),
    threshold: fc.record({ count: fc.nat(), withinSeconds: fc.nat(), distinct: text }),
    records: fc.array(fc.record({ uid: text, eventID: orNull, eventTime: text, input: text, index: fc.nat() }), {
      maxLength: 12,
    }),
    record: fc.dictionary(text, fc.jsonValue(), { maxKeys: 10 }),
  })
  .map((given) => buildAlert(given));

const escalation = { route: 'soc', missed: [{ id: 'dlv_1', destination: 'pager' }], afterSeconds: 300 };

/** A later message of the alert, which counted records of a hostile group. */
export function stepOf({ group }: Alert): Step {
  const window = { from: '2026-03-01T10:00:00.000Z', until: '2026-03-01T10:10:00.000Z' };
  const records = [
    { eventName: 'RunInstances', count: 2 },
    { eventName: 'TerminateInstances', count: 1 },
  ];
  const tally = { ...window, group, records, launched: 3, terminated: 1, ungrouped: 1, isAtLeast: false };
  return { action: 2, afterSeconds: 600, tally };
}

/** A digest of as many alerts like this one. */
export function digestOf(alert: Alert, count: number): Digest {
  const plan = {
    id: 'dig_1',
    route: 'soc',
    reason: 'rate limit',
    group: { rule: alert.rule, ...alert.group },
  } as const;
  const window = { from: '2026-03-01T10:00:00.000Z', until: '2026-03-01T10:10:00.000Z' };
  const empty: Digest = { ...plan, ...window, count: 0, severity: 'info', severities: [], rules: [], alerts: [] };
  const lines = Array.from({ length: count }, (_, at) => ({ ...digestLine(alert), alertId: `alert-${at}` }));
  return fillDigest(empty, lines);
}

/** Every kind of notice about them. */
export const hostileNotice: fc.Arbitrary<Notice> = fc
  .tuple(hostileAlert, fc.nat({ max: 7 }), text, text)
  .map(([alert, kind, by, note]): Notice => {
    const at = '2026-03-01T10:05:00.000Z';
    if (kind === 0) return { notice: 'fired', alert };
    if (kind === 1) return { notice: 'test', alert };
    if (kind === 4) return { notice: 'digest', digest: digestOf(alert, 30) };
    if (kind === 6) return { notice: 'step', alert, step: stepOf(alert) };
    if (kind === 7) return { notice: 'repeated', alert, repetition: { number: 1, times: 3, everySeconds: 3_600 } };
    if (kind === 5) return { notice: 'escalated', alert, escalation };
    if (kind === 2) return { notice: 'heartbeat', heartbeat: { route: 'routes[0]', at, everySeconds: 300 } };
    return { notice: 'changed', alert, change: { version: 1, alertId: alert.id, state: 'acknowledged', by, note, at } };
  });

/** Few, for each holds much; the time bound is for a machine that is busy with other tests. */
export const hostileRuns = { numRuns: 60, interruptAfterTimeLimit: 8_000, endOnFailure: true } as const;

/** An alert of a threshold, with everything a message can show. */
export const richAlert: Alert = buildAlert({
  title: 'Five failed console logins of alice <b>',
  ruleTitle: 'Failed console logins',
  description: 'Several failed logins of one user.',
  severity: 'critical',
  threshold: { count: 5, withinSeconds: 600 },
  count: 7,
  firstEventTime: '2026-03-01T09:52:00.000Z',
  group: { 'userIdentity.userName': 'alice', sourceIPAddress: null },
  fields: { 'requestParameters.x': { a: 1 }, userAgent: 'curl & <wget>' },
  actor: {
    ...{ type: 'AssumedRole', name: 'alice@example.com', role: 'Admin' },
    arn: 'arn:aws:sts::111122223333:assumed-role/Admin/alice@example.com',
  },
  errorCode: 'Failed authentication',
  why: ['eventName is "ConsoleLogin"', 'responseElements.ConsoleLogin is "Failure"'],
  runbook: 'https://runbooks.example/logins?a=1&b=2',
  reference: 'https://attack.mitre.org/techniques/T1110/',
  records: [
    { uid: 'uid0000000000000000001', eventID: 'e-1', eventTime: '2026-03-01T09:52:00Z', input: 'a.json.gz', index: 0 },
    { uid: 'uid0000000000000000007', eventID: 'e-7', eventTime: '2026-03-01T10:00:00Z', input: 'b.json.gz', index: 3 },
  ],
  record: { responseElements: { credentials: { sessionToken: 'S3SSIONTOKEN' } } },
});

export const consoleUrl = 'https://console.example/trailhound/';

/** Every text of a JSON value, names of members too. */
export function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [name, ...textsOf(member)]);
}

/** What a terminal, a log viewer or a mail header acts on; a line break of our own is none. */
export const controls = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
