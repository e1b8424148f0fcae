import { isSecretName, redacted, redactValue } from '@trailhound/cloudtrail';
import type { Alert } from '@trailhound/contracts';

/** Shorter masked values would be found in ordinary text everywhere. */
const minSecretLength = 8;

/**
 * The alert as it may leave the house: secrets of the record are masked where they stand, in the rule's `fields`, and
 * wherever else the rule quoted them (title, reasons, group values).
 */
export function redactAlert(alert: Alert): Alert {
  const record = redactValue(alert.record);
  const fields = Object.fromEntries(Object.entries(alert.fields).map(([path, value]) => [path, redactAt(path, value)]));
  const secrets = [...maskedTexts(alert.record, record), ...maskedTexts(alert.fields, fields)];
  const enriched = alert.enriched?.map((one) => ({ ...one, value: redactAt(one.member, one.value) }));
  const shown = { ...alert, record, fields, ...(enriched && { enriched }) };
  if (secrets.length === 0) return shown;
  const longestFirst = [...new Set(secrets)].sort((a, b) => b.length - a.length);
  const cut = (text: string) => longestFirst.reduce((rest, secret) => rest.replaceAll(secret, redacted), text);
  return {
    ...shown,
    title: cut(alert.title),
    why: alert.why.map(cut),
    group: Object.fromEntries(
      Object.entries(alert.group).map(([name, text]) => [name, text === null ? null : cut(text)]),
    ),
  };
}

/** A field's path says what its value is: `responseElements.credentials.sessionToken`. */
function redactAt(path: string, value: unknown): unknown {
  const names = path.split(/[.[\]"']+/).filter((name) => name !== '');
  return names.some(isSecretName) ? redacted : redactValue(value);
}

/** The texts that redaction took out. */
function maskedTexts(before: unknown, after: unknown): readonly string[] {
  if (typeof before === 'string') return before !== after && before.length >= minSecretLength ? [before] : [];
  if (typeof before !== 'object' || before === null) return [];
  return Object.entries(before).flatMap(([name, value]) => maskedTexts(value, memberOf(after, name)));
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}
