import type { Severity } from '@trailhound/contracts';
import type { SourcePath } from '../../../source/source-document.js';
import type { Definition } from './definition.js';
import type { ImportedAlert } from './imported-alert.js';

const priorities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];
const kinds = ['logsImmediate', 'logsThreshold', 'logsUniqueCount'] as const;

/**
 * The properties of a definition of Coralogix's Alerts API v3, which stand at `path`.
 * Source: https://coralogix.com/docs/api-reference/v3/alert-definitions-service/overview/
 */
export function readAlertDefinition(definition: Definition, path: SourcePath): ImportedAlert {
  const [kind] = definition.keysAmong(path, kinds);
  if (kind === undefined) {
    const type = definition.text([...path, 'type']) ?? '';
    definition.refuse(
      [...path, 'type'],
      `the alert type ${type}`,
      'immediate, threshold and unique count alerts on logs are',
    );
  }
  const at = [...path, kind ?? 'logsImmediate'];
  const filter = [...at, 'logsFilter', 'simpleFilter'];
  const query = [...filter, 'luceneQuery'];
  if (kind !== undefined && definition.text(query) === undefined)
    definition.missing(query, 'an alert without a query matches every log');
  for (const found of definition.saying([...filter, 'labelFilters'], 'severities'))
    definition.refuse(found, 'the filter by log severity', 'say it in the query, or take it out');
  const name = definition.text([...path, 'name']);
  return {
    id: definition.text([...path.slice(0, -1), 'id']) ?? name,
    title: name,
    description: definition.text([...path, 'description']),
    severity: priorities[Number(/P([1-5])(?:_|$)/.exec(definition.text([...path, 'priority']) ?? '')?.[1]) - 1],
    enabled: definition.boolean([...path, 'enabled']) ?? true,
    queries: kind === undefined ? [] : [{ path: query, options: { boolean: 'classic' } }],
    groupBy: definition
      .items([...path, 'groupByKeys'])
      .map((item) => ({ name: definition.text(item) ?? '', path: item })),
    threshold: kind === undefined || kind === 'logsImmediate' ? null : readThreshold(definition, at),
    dedupMs: null,
    leftOut: [
      ...definition.saying([...filter, 'labelFilters'], 'applicationName', 'subsystemName'),
      ...definition.saying(path, 'notificationGroup', 'incidentsSettings', 'activeOn', 'entityLabels'),
    ],
  };
}

function readThreshold(definition: Definition, at: SourcePath): ImportedAlert['threshold'] {
  const [first, second] = definition.items([...at, 'rules']);
  if (first === undefined) {
    definition.missing([...at, 'rules']);
    return null;
  }
  if (second !== undefined) definition.refuse(second, 'a second threshold', 'write one file a threshold');
  const condition = [...first, 'condition'];
  const type = definition.text([...condition, 'conditionType']) ?? 'MORE_THAN';
  if (!type.includes('MORE_THAN'))
    definition.refuse(
      [...condition, 'conditionType'],
      `the condition ${type}`,
      'only "more than" counts up to a threshold',
    );
  const isDistinct = at.at(-1) === 'logsUniqueCount';
  const path = [...condition, isDistinct ? 'maxUniqueCount' : 'threshold'];
  const count = definition.number(path);
  if (count === undefined) definition.missing(path);
  const distinctPath = [...at, 'uniqueCountKeypath'];
  const distinct = isDistinct ? definition.text(distinctPath) : undefined;
  if (isDistinct && distinct === undefined) definition.missing(distinctPath);
  return {
    count: Math.floor(count ?? 0) + 1,
    withinMs: readWindow(definition, [...condition, 'timeWindow']),
    ...(distinct !== undefined && { distinct: { name: distinct, path: distinctPath } }),
    path,
  };
}

/** `LOGS_TIME_WINDOW_VALUE_MINUTES_10`, `LOGS_UNIQUE_VALUE_TIME_WINDOW_VALUE_HOURS_24`. */
function readWindow(definition: Definition, path: SourcePath): number {
  const [name] = definition.keysAmong(path, ['logsTimeWindowSpecificValue', 'logsUniqueValueTimeWindowSpecificValue']);
  const text = name === undefined ? undefined : definition.text([...path, name]);
  const [, unit, amount] = /_(MINUTES?|HOURS?)_(\d+)/.exec(text ?? '') ?? [];
  if (unit !== undefined) return Number(amount) * (unit.startsWith('MIN') ? 60_000 : 3_600_000);
  if (text === undefined) definition.missing(path);
  else
    definition.refuse(
      path,
      `the time window ${text.slice(0, 80)}`,
      'write for example LOGS_TIME_WINDOW_VALUE_MINUTES_10',
    );
  return 60_000;
}
