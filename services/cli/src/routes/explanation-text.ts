import {
  type ConditionExplanation,
  type DeliveryExplanation,
  type RouteExplanation,
  type Routing,
  type RoutingExplanation,
  secondsText,
} from '@trailhound/alerting';
import { type Alert, printable } from '@trailhound/contracts';
import type { Style } from '../terminal/style.js';

const kept = {
  audit: 'its rule only records (audit)',
  suppressed: 'a suppression speaks against it',
  backfill: 'old records are read again, and its rule does not ask to be told of those',
  no_route: 'no route takes it',
};

/** What becomes of an alert, for people: the routes with their conditions, then each destination with its time. */
export function explanationLines(
  alert: Alert,
  { routes, kept: because, deliveries, fallbacks, steps, isRoot }: RoutingExplanation,
  routing: Routing,
  style: Style,
): readonly string[] {
  const firedMs = Date.parse(alert.firedAt);
  const lines = [
    style.bold(`${printable(alert.title)} (${alert.severity}), fired at ${alert.firedAt}`),
    ...routes.flatMap((route) => routeLines(route, style)),
    '',
    ...(because === undefined ? [] : [`told to nobody: ${kept[because]}`]),
    ...deliveries.flatMap((delivery) => deliveryLines(delivery, firedMs, routing, style)),
    ...fallbacks.map(
      ({ route, to, afterMs }) =>
        `${style.bold(to.join(', '))}: told ${secondsText(afterMs)} later, where no destination of ${route} took it (fallback)`,
    ),
    ...steps.map(
      ({ to, afterMs }) => `${style.bold(printable(to))}: told ${secondsText(afterMs)} later what the rule asks for`,
    ),
    ...(isRoot ? ['it mutes the consequences that `routing.inhibit` names, where it is told itself'] : []),
  ];
  return lines;
}

function routeLines({ route, depth, verdict, conditions }: RouteExplanation, style: Style): readonly string[] {
  const indent = '  '.repeat(depth + 1);
  const mark = verdict === 'takes' ? style.green(verdict) : verdict === 'passes on' ? verdict : style.yellow(verdict);
  return [
    `${indent}${style.bold(printable(route))}: ${mark}`,
    ...conditions.map((condition) => `${indent}  ${conditionLine(condition, style)}`),
  ];
}

function conditionLine({ condition, wanted, has, holds }: ConditionExplanation, style: Style): string {
  const mark = holds ? style.green('yes') : style.red('no ');
  const is = has.length === 0 ? 'none' : printable(has.join(', '));
  return `${mark} ${condition} is ${is}; wanted ${printable(wanted.join(' or '))}`;
}

function deliveryLines(
  { destination, route, plan, dueMs, mutedBy, repeat }: DeliveryExplanation,
  firedMs: number,
  routing: Routing,
  style: Style,
): readonly string[] {
  const by = route === undefined ? 'the rule asks for it' : `by ${printable(route)}`;
  const notes = [
    ...whenLines(plan, dueMs, firedMs, routing),
    ...mutedBy.map((name) => `muted while a root of ${printable(name)} speaks for it`),
    ...(repeat
      ? [`told again every ${secondsText(repeat.every)} while it is open, at most ${repeat.times} times`]
      : []),
  ];
  return [`${style.bold(destination)}: ${by}`, ...notes.map((note) => `  ${note}`)];
}

function whenLines(
  plan: DeliveryExplanation['plan'],
  dueMs: number,
  firedMs: number,
  routing: Routing,
): readonly string[] {
  if (plan.kind === 'at once') {
    const wait = dueMs - firedMs;
    return [wait > 0 ? `after ${secondsText(wait)}, in which a root may come` : 'at once'];
  }
  const { reason, group, from, until } = plan.digest;
  const values = Object.entries(group).map(
    ([name, value]) => `${name} = ${value === null ? 'none' : printable(value)}`,
  );
  const others = values.length > 0 ? `all of this route with ${values.join(', ')}` : 'all of this route';
  const due = atText(dueMs, routing);
  switch (reason) {
    case 'grouped':
      return [`at ${due}, with ${others}`, `later ones of the group at ${atText(Date.parse(until), routing)}`];
    case 'quiet hours':
      return [`quiet hours: at ${due}, with ${others}`];
    case 'rate limit':
      return [`at once, where it is among the first ${plan.atOnce} from ${from}`, `else at ${due}, with ${others}`];
    default:
      return reason satisfies never;
  }
}

/** An instant, also as the clocks of the configured time zones show it. */
function atText(ms: number, { intervals }: Routing): string {
  const zones = [...new Set(Object.values(intervals).flatMap((spans) => spans.map(({ zone }) => zone)))];
  const local = zones.filter((zone) => zone !== 'UTC').map((zone) => `${wallClock(ms, zone)} ${zone}`);
  const utc = new Date(ms).toISOString().replace('.000Z', 'Z');
  return local.length > 0 ? `${utc} (${local.join(', ')})` : utc;
}

function wallClock(ms: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit' });
  return format.format(ms).replace(',', '');
}
