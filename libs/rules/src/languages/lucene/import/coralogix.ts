import { isJsonObject, own, ownText } from '@trailhound/cloudtrail';
import type { Severity } from '@trailhound/contracts';
import type { SourcePath } from '../../../source/source-document.js';
import type { DocumentLanguage } from '../../document-language.js';
import { readAlertDefinition } from './coralogix-v3.js';
import { Definition } from './definition.js';
import { draftOf, type ImportedAlert } from './imported-alert.js';

/**
 * Alert definitions as Coralogix exports them: the objects of its Alerts API v1 and v2 (`log_filter`) and v3
 * (`alertDefProperties`). Source: https://coralogix.com/docs/developer-portal/apis/data-management/alerts-api/
 */
export const readCoralogixAlert: DocumentLanguage = {
  name: 'lucene',
  shape: 'an alert of Coralogix: log_filter and condition, or alertDefProperties',
  recognises: ({ value }) => isOldForm(value) || propertiesPath(value) !== undefined,
  read(document, context) {
    const definition = new Definition(document, 'Coralogix');
    const path = propertiesPath(document.value);
    const alert = path === undefined ? readOldForm(definition) : readAlertDefinition(definition, path);
    return draftOf(document, context, alert, definition.problems);
  },
};

function isOldForm(value: unknown): boolean {
  return isJsonObject(own(value, 'log_filter')) && Object.hasOwn(value as object, 'name');
}

/** Where the properties of a v3 definition stand: in an answer, in a definition, or bare. */
function propertiesPath(value: unknown): SourcePath | undefined {
  for (const path of [['alertDef', 'alertDefProperties'], ['alertDefProperties'], []]) {
    const found = path.reduce<unknown>((here, name) => own(here, name), value);
    if (ownText(found, 'type')?.startsWith('ALERT_DEF_TYPE_')) return path;
  }
  return undefined;
}

const severities: ReadonlyMap<string, Severity> = new Map<string, Severity>([
  ['info', 'info'],
  ['warning', 'medium'],
  ['error', 'high'],
  ['critical', 'critical'],
]);

const minute = 60_000;
const units: ReadonlyMap<string, number> = new Map([
  ['M', minute],
  ['MIN', minute],
  ['H', 60 * minute],
]);

function readOldForm(definition: Definition): ImportedAlert {
  const query = ['log_filter', 'text'];
  if (definition.text(query) === undefined) definition.missing(query, 'an alert without a query matches every log');
  const name = definition.text(['name']);
  return {
    id: definition.text(['unique_identifier']) ?? definition.text(['id']) ?? name,
    title: name,
    description: definition.text(['description']),
    severity: severities.get(definition.text(['severity']) ?? ''),
    enabled: definition.boolean(['is_active']) ?? true,
    queries: [{ path: query, options: { boolean: 'classic' } }],
    ...readOldCondition(definition),
    dedupMs: null,
    leftOut: [
      ...definition.saying(['log_filter'], 'application_name', 'subsystem_name'),
      ...definition.saying([], 'notifications', 'notify_every', 'active_when'),
    ],
  };
}

/** Without a condition every log that matches notifies at once. */
function readOldCondition(definition: Definition): Pick<ImportedAlert, 'threshold' | 'groupBy'> {
  const rewrite = 'say it in the query, or take it out';
  for (const path of definition.saying(
    ['log_filter'],
    'severity',
    'category',
    'computer_name',
    'class_name',
    'method_name',
    'ip_address',
  ))
    definition.refuse(path, 'the filter by log metadata', rewrite);
  const filterType = definition.text(['log_filter', 'filter_type']) ?? 'text';
  if (filterType !== 'text' && filterType !== 'unique_count')
    definition.refuse(['log_filter', 'filter_type'], `the alert type "${filterType}"`, 'write a rule with a threshold');
  if (definition.object(['condition']) === undefined) return { threshold: null, groupBy: [] };
  const path = ['condition'];
  const type = definition.text([...path, 'condition_type']) ?? 'more_than';
  const isDistinct = filterType === 'unique_count';
  if (type !== 'more_than' && !(isDistinct && type === 'unique_count'))
    definition.refuse(
      [...path, 'condition_type'],
      `the condition "${type}"`,
      'only more_than counts up to a threshold',
    );
  const count = definition.number([...path, 'threshold']);
  if (count === undefined) definition.missing([...path, 'threshold']);
  const distinctPath = [...path, 'unique_count_key'];
  const distinct = isDistinct ? definition.text(distinctPath) : undefined;
  if (isDistinct && distinct === undefined) definition.missing(distinctPath);
  const groupBy = definition
    .items([...path, 'group_by'])
    .map((item) => ({ name: definition.text(item) ?? '', path: item }));
  const withinMs = readTimeframe(definition, [...path, 'timeframe']);
  const threshold = {
    // "More than 10" is 11 and more.
    count: Math.floor(count ?? 0) + 1,
    withinMs,
    ...(distinct !== undefined && { distinct: { name: distinct, path: distinctPath } }),
    path: [...path, 'threshold'],
  };
  return { threshold, groupBy: groupBy.filter(({ name }) => name !== '') };
}

/** `10MIN`, `1H`, `24H`. */
function readTimeframe(definition: Definition, path: SourcePath): number {
  const text = definition.text(path);
  const [, amount, unit = ''] = /^(\d+)(M|MIN|H)$/i.exec(text ?? '') ?? [];
  const unitMs = units.get(unit.toUpperCase());
  if (amount !== undefined && unitMs !== undefined) return Number(amount) * unitMs;
  if (text === undefined) definition.missing(path, 'write for example 10MIN');
  else definition.refuse(path, `the timeframe "${text.slice(0, 40)}"`, 'write for example 10MIN or 1H');
  return minute;
}
