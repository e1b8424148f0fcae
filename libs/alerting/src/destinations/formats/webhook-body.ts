import { Alert, AlertChange, Digest, Escalation, Heartbeat, Repetition, Step } from '@trailhound/contracts';
import { z } from 'zod';

const alert = Alert.shape;

/** What a webhook tells about an alert: the fields of the alert that a receiver can use, and what had to be left out. */
export const WebhookAlert = z.object({
  id: alert.id.describe('identity of the alert: a pure function of rule, group and event time'),
  rule: alert.rule.describe("the rule's id"),
  ruleTitle: alert.ruleTitle,
  language: alert.language.describe('the rule language the rule is written in'),
  revision: alert.revision.describe('revision of the rule set the alert fired under'),
  pack: alert.pack.describe('the rule pack the rule came with'),
  severity: alert.severity,
  title: alert.title.describe('what happened, in one line; holds text of the record, so escape it'),
  description: alert.description.describe('what the rule looks for'),
  backfill: alert.backfill.describe('found by reading old records again'),
  group: alert.group.describe('group-by field → its value; null where the record has none'),
  threshold: alert.threshold.describe('absent where a single record is an alert'),
  count: alert.count.describe('records counted when the alert fired'),
  firstEventTime: alert.firstEventTime,
  lastEventTime: alert.lastEventTime,
  firedAt: alert.firedAt.describe('when Trailhound found it, ISO 8601'),
  account: alert.account.describe('12-digit AWS account id'),
  region: alert.region,
  actor: alert.actor.describe('who did it, as far as the record says'),
  actorChain: alert.actorChain.describe(
    'who stands behind the role: who asked for the credentials, and so on backwards',
  ),
  insight: alert.insight.describe(
    'what CloudTrail Insights found, where it is that and no event; rates are calls or errors a minute',
  ),
  enriched: alert.enriched.describe('what is known besides what AWS writes, with where each value came from'),
  sourceIPAddress: alert.sourceIPAddress.describe('an IP address, or the name of an AWS service'),
  userAgent: alert.userAgent,
  eventName: alert.eventName,
  eventSource: alert.eventSource,
  errorCode: alert.errorCode.describe('null where the call succeeded'),
  why: alert.why.describe('one sentence a condition that held'),
  summary: alert.summary.describe('the most frequent values of the fields the rule sums up'),
  fields: alert.fields.describe("the rule's `fields`: record path → value"),
  records: alert.records.describe('the records of the alert, in event-time order'),
  record: alert.record.describe('the first record as AWS wrote it, secrets masked; null where it was left out'),
  tags: alert.tags,
  frameworks: alert.frameworks.describe('framework → identifiers, for instance ATT&CK techniques'),
  runbook: alert.runbook,
  reference: alert.reference,
  links: z
    .object({ alert: z.string(), mute: z.string(), record: z.string().optional() })
    .optional()
    .describe('pages of the console: the alert, to mute it, its first record raw; absent without console.baseUrl'),
  truncated: z.array(z.string()).describe('members that were shortened or left out to keep the body small'),
});
export type WebhookAlert = z.output<typeof WebhookAlert>;

const timestamp = z.string().describe('time of what the message tells, ISO 8601');
const change = AlertChange.omit({ version: true, alertId: true }).describe('what people did, and who');

/** The body of a webhook, as https://www.standardwebhooks.com lays it out. */
export const WebhookBody = z.discriminatedUnion('type', [
  z.object({ type: z.literal('alert.fired'), timestamp, data: WebhookAlert }),
  z
    .object({ type: z.literal('alert.changed'), timestamp, data: WebhookAlert.extend({ change }) })
    .describe('only where the destination asks for changes'),
  z.object({ type: z.literal('alert.test'), timestamp, data: WebhookAlert }).describe('a trial: nothing happened'),
  z
    .object({ type: z.literal('alert.digest'), timestamp, data: Digest })
    .describe('several alerts told as one; `count` counts those that `alerts` has no room for too'),
  z
    .object({ type: z.literal('alert.escalated'), timestamp, data: WebhookAlert.extend({ escalation: Escalation }) })
    .describe('no destination it was meant for took the alert; this one is the fallback'),
  z
    .object({ type: z.literal('alert.step'), timestamp, data: WebhookAlert.extend({ step: Step }) })
    .describe('what the rule asks to be told some time after the alert, and what was counted since'),
  z
    .object({ type: z.literal('alert.repeated'), timestamp, data: WebhookAlert.extend({ repetition: Repetition }) })
    .describe('the alert is told again, for nobody acknowledged or closed it'),
  z
    .object({ type: z.literal('alert.heartbeat'), timestamp, data: Heartbeat })
    .describe('the route works; its absence is the alarm'),
]);
export type WebhookBody = z.output<typeof WebhookBody>;

/** JSON Schema (2020-12) of the body: the text of docs/reference/webhook.schema.json. */
export function webhookSchemaText(): string {
  const schema = z.toJSONSchema(WebhookBody, { io: 'input' });
  const about = { title: 'Trailhound webhook', description: 'Body of a Trailhound webhook, version 1.' };
  return `${JSON.stringify({ ...schema, ...about }, null, 2)}\n`;
}
