import type { Alert } from '@trailhound/contracts';
import type { Fact } from './fact.js';

/** What CloudTrail Insights found, in words; undefined where the alert is on an event. */
export function insightWhat({ insight, eventName, eventSource, errorCode }: Alert): string | undefined {
  if (insight === undefined) return undefined;
  const begins = insight.state === 'End' ? 'the end of an unusual rate' : 'an unusual rate';
  const of = errorCode === null ? 'calls' : `errors ${errorCode}`;
  const source = eventSource === null ? '' : ` (${eventSource})`;
  return `${begins} of ${of}: ${eventName ?? 'unknown'}${source}`;
}

/** Its numbers, and who or what is behind most of it. */
export function insightFacts({ insight }: Alert): readonly Fact[] {
  if (insight === undefined) return [];
  const { average, baselineAverage, minutes, leading } = insight;
  const rate = [
    ...(average === null ? [] : [`${shown(average)} a minute`]),
    ...(baselineAverage === null ? [] : [`usually ${shown(baselineAverage)}`]),
    ...(minutes === null ? [] : [`for ${shown(minutes)} min`]),
  ].join(', ');
  const mostly = leading.map(({ attribute, value }) => `${attribute} ${value}`).join(', ');
  return [
    ...(rate === '' ? [] : [{ name: 'Rate', value: rate }]),
    ...(mostly === '' ? [] : [{ name: 'Mostly', value: mostly }]),
  ];
}

function shown(rate: number): string {
  return String(Number(rate.toPrecision(3)));
}
