import { jsonObject, startVendorReceiver, type VendorAnswer, type VendorReceiver } from './vendor-receiver.js';

/** An event as the history keeps it. */
export interface KeptEvent {
  readonly id?: string;
  readonly region?: string;
  readonly category?: 'management' | 'insight';
  readonly timeMs: number;
  /** Text of `CloudTrailEvent`; absent where the API gives none. */
  readonly record?: string;
}

/** LookupEvents as CloudTrail answers it, with its refusals. */
export interface EventHistoryApi extends VendorReceiver {
  /** What may be added to at any time: events come late and among those that are there. */
  readonly events: KeptEvent[];
  /** Regions that answer AccessDenied. */
  readonly denied: Set<string>;
  /** Code and message of every refusal, in order. */
  readonly refusals: readonly string[];
}

export interface EventHistoryApiOptions {
  /** The API's own time, epoch milliseconds; events older than 90 days are not answered. */
  readonly now?: () => number;
  /** Requests a second and region, as the quota of CloudTrail says. */
  readonly perSecond?: number;
}

const target = 'CloudTrail_20131101.LookupEvents';
const members = ['StartTime', 'EndTime', 'MaxResults', 'NextToken', 'EventCategory', 'LookupAttributes'];
const dayMs = 86_400_000;

/**
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html and, for the limit of two requests a
 * second for each account and region, "Quotas in AWS CloudTrail" of the user guide.
 */
export async function startEventHistoryApi(options: EventHistoryApiOptions = {}): Promise<EventHistoryApi> {
  const { now = Date.now, perSecond = 2 } = options;
  const events: KeptEvent[] = [];
  const denied = new Set<string>();
  const refusals: string[] = [];
  const budgets = new Map<string, { tokens: number; atMs: number }>();

  function isThrottled(region: string): boolean {
    const budget = budgets.get(region) ?? { tokens: perSecond, atMs: Date.now() };
    const earned = ((Date.now() - budget.atMs) / 1000) * perSecond;
    const tokens = Math.min(perSecond, budget.tokens + earned);
    budgets.set(region, { tokens: tokens < 1 ? tokens : tokens - 1, atMs: Date.now() });
    return tokens < 1;
  }

  function refuse(code: string, message: string, status = 400): VendorAnswer {
    refusals.push(`${code}: ${message}`);
    const body = JSON.stringify({ __type: code, message });
    return { status, body, contentType: 'application/x-amz-json-1.1', objection: `${code}: ${message}` };
  }

  const receiver = await startVendorReceiver(({ headers, body }) => {
    const scope = /Credential=[^/]+\/\d{8}\/([a-z0-9-]+)\/cloudtrail\/aws4_request/.exec(headers.authorization ?? '');
    const region = scope?.[1];
    if (region === undefined) return refuse('MissingAuthenticationTokenException', 'the request is not signed');
    if (headers['x-amz-target'] !== target) return refuse('UnknownOperationException', 'no such operation');
    if (denied.has(region))
      return refuse('AccessDeniedException', 'not authorized to perform: cloudtrail:LookupEvents');
    if (isThrottled(region)) return refuse('ThrottlingException', 'Rate exceeded');
    const asked = jsonObject(body);
    if (asked === undefined) return refuse('SerializationException', 'the body is no JSON object');
    const unknown = Object.keys(asked).find((name) => !members.includes(name));
    if (unknown !== undefined) return refuse('ValidationException', `${unknown} is no parameter`);
    const { MaxResults: max = 50, EventCategory: category, NextToken: token } = asked;
    if (!Number.isInteger(max) || (max as number) < 1 || (max as number) > 50)
      return refuse('InvalidMaxResultsException', 'a page has 1 to 50 events');
    if (category !== undefined && category !== 'insight')
      return refuse('InvalidEventCategoryException', `${String(category)} is no category of events`);
    const nowMs = now();
    const fromMs = timeOf(asked['StartTime'], nowMs - 90 * dayMs);
    const toMs = timeOf(asked['EndTime'], nowMs);
    if (fromMs === undefined || toMs === undefined)
      return refuse('ValidationException', 'a time is a number of seconds');
    if (fromMs > toMs) return refuse('InvalidTimeRangeException', 'the start is after the end');
    if (fromMs < nowMs - 90 * dayMs || fromMs > nowMs)
      return refuse('InvalidTimeRangeException', 'the start is outside of the last 90 days');
    const found = events
      .filter(
        (event) =>
          (event.region ?? region) === region && (event.category ?? 'management') === (category ?? 'management'),
      )
      .filter(({ timeMs }) => timeMs >= fromMs && timeMs <= toMs)
      .toSorted((a, b) => b.timeMs - a.timeMs || (a.id ?? '').localeCompare(b.id ?? ''));
    const parameters = JSON.stringify([region, category, fromMs, toMs, max, asked['LookupAttributes']]);
    const begun = token === undefined ? { parameters, after: undefined } : readToken(token);
    if (begun?.parameters !== parameters)
      return refuse('InvalidNextTokenException', 'the token belongs to a call with other parameters');
    const start = found.findIndex((event) => placeOf(event) === begun.after) + 1;
    const page = found.slice(start, start + (max as number));
    const last = page.at(-1);
    const hasMore = last !== undefined && start + page.length < found.length;
    const next = hasMore && Buffer.from(JSON.stringify({ parameters, after: placeOf(last) })).toString('base64');
    const answer = { Events: page.map(toApi), ...(next && { NextToken: next }) };
    return { status: 200, body: JSON.stringify(answer), contentType: 'application/x-amz-json-1.1' };
  });
  return { ...receiver, events, denied, refusals };
}

function toApi({ id, timeMs, record }: KeptEvent): object {
  return {
    ...(id !== undefined && { EventId: id }),
    ...{ EventTime: timeMs / 1000, Resources: [] },
    ...(record !== undefined && { CloudTrailEvent: record }),
  };
}

function placeOf({ id, timeMs }: KeptEvent): string {
  return `${timeMs} ${id ?? ''}`;
}

function timeOf(value: unknown, otherwise: number): number | undefined {
  if (value === undefined) return otherwise;
  return typeof value === 'number' ? value * 1000 : undefined;
}

function readToken(token: unknown): { readonly parameters: string; readonly after: string } | undefined {
  const read = typeof token === 'string' ? jsonObject(Buffer.from(token, 'base64').toString()) : undefined;
  if (typeof read?.['parameters'] !== 'string' || typeof read['after'] !== 'string') return undefined;
  return { parameters: read['parameters'], after: read['after'] };
}
