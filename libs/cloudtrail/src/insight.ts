import type { Insight } from '@trailhound/contracts';
import { isJsonObject, type JsonObject, own, ownText } from './json-object.js';

/** Longest list of attributions that is told. */
const maxLeading = 5;

/** What an Insight says it is about, besides its numbers. */
export interface InsightEvent {
  readonly eventName: string | null;
  readonly eventSource: string | null;
  readonly errorCode: string | null;
  readonly insight: Insight;
}

/** What tells such a record, each by itself: its type, its category, or that it has the member. */
export const insightMarks = {
  eventType: 'AwsCloudTrailInsight',
  eventCategory: 'Insight',
  details: 'insightDetails',
} as const;

/**
 * Whether a record tells what CloudTrail Insights found, and no event: unusual rates of calls or errors, one record when
 * it begins and one when it ends.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-insights-fields-trails.html
 */
export function isInsight(record: JsonObject): boolean {
  return (
    own(record, 'eventType') === insightMarks.eventType ||
    own(record, 'eventCategory') === insightMarks.eventCategory ||
    isJsonObject(own(record, insightMarks.details))
  );
}

/**
 * What an Insight is about, from the form a trail writes (`insightDetails`) or that of an event data store (`insight…`
 * beside one another); undefined for what is none.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-insights-fields-lake.html
 */
export function insightOf(record: JsonObject): InsightEvent | undefined {
  if (!isInsight(record)) return undefined;
  const details = own(record, insightMarks.details);
  const text = (name: string, flat: string) => ownText(details, name) ?? ownText(record, flat) ?? null;
  const context = own(details, 'insightContext') ?? own(record, 'insightContext');
  const statistics = own(context, 'statistics');
  const averageOf = (name: 'insight' | 'baseline') =>
    numberOf(own(own(statistics, name), 'average')) ?? numberOf(own(context, `${name}Average`)) ?? null;
  const minutesOf = (name: string) => numberOf(own(statistics, name)) ?? numberOf(own(context, name)) ?? null;
  return {
    eventName: text('eventName', 'insightEventName'),
    eventSource: text('eventSource', 'insightEventSource'),
    errorCode: text('errorCode', 'insightErrorCode'),
    insight: {
      type: text('insightType', 'insightType'),
      state: text('state', 'insightState'),
      average: averageOf('insight'),
      baselineAverage: averageOf('baseline'),
      minutes: minutesOf('insightDuration'),
      baselineMinutes: minutesOf('baselineDuration'),
      leading: leadingOf(own(context, 'attributions')),
    },
  };
}

/** The value behind most of what was unusual, of each attribute; CloudTrail lists it first. */
function leadingOf(attributions: unknown): Insight['leading'] {
  if (!Array.isArray(attributions)) return [];
  return attributions.slice(0, maxLeading).flatMap((one: unknown) => {
    const attribute = ownText(one, 'attribute');
    const values = own(one, 'insight');
    const first: unknown = Array.isArray(values) ? values[0] : undefined;
    const value = ownText(first, 'value');
    if (attribute === undefined || value === undefined || value === 'null') return [];
    return [{ attribute, value, average: numberOf(own(first, 'average')) ?? null }];
  });
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
