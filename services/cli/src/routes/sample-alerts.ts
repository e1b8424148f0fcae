import type { RouteTestAlert } from '@trailhound/alerting';
import { type Alert, alertId } from '@trailhound/contracts';
import { trialAlert } from '../notify/trial-alert.js';

/** The alerts that an item of a route test stands for. */
export function sampleAlerts(given: RouteTestAlert, startMs: number, item: number): readonly Alert[] {
  const { after, times, every, eventBefore, as, actor, ...facts } = given;
  const { rule = 'sample-rule', severity = 'high', title = `Sample of ${rule}` } = facts;
  const told = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as Partial<Alert>;
  return Array.from({ length: times }, (_, at) => {
    const firedMs = startMs + after + at * every;
    const instance = `route-test-${item}-${at}`;
    const eventTime = new Date(firedMs - eventBefore).toISOString();
    const sample = trialAlert(severity, firedMs, instance);
    return {
      ...sample,
      ...{ ruleTitle: title, tags: [], ...told, rule, severity, title },
      ...{ id: alertId({ ruleId: rule, stateHash: sample.rule, group: [], instance }) },
      ...{ firstEventTime: eventTime, lastEventTime: eventTime },
      ...(actor !== undefined && { actor: { name: actor, arn: actor } }),
    };
  });
}
