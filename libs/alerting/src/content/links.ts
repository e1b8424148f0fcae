import type { Alert } from '@trailhound/contracts';
import { parseUrl } from '../network/check-url.js';

/** A link with the text that stands for it; both are ours, never a record's. */
export interface Link {
  readonly text: string;
  readonly href: string;
}

/** Where the console shows an alert; every member is absent where `console.baseUrl` is not configured. */
export interface ConsoleLinks {
  readonly alert?: string;
  readonly mute?: string;
  /** The first record, raw. */
  readonly record?: string;
}

/**
 * Links to the console. `baseUrl` is `console.baseUrl`, with or without a slash at its end; undefined gives none. Ids
 * are encoded, though they are ours: a uid of a broken record is made of whatever the record held.
 */
export function consoleLinks(
  baseUrl: string | undefined,
  { id, records }: Pick<Alert, 'id' | 'records'>,
): ConsoleLinks {
  if (baseUrl === undefined) return {};
  const base = baseUrl.replace(/\/+$/, '');
  const alert = `${base}/alerts/${inPath(id)}`;
  const [first] = records;
  return {
    alert,
    mute: `${alert}/mute`,
    ...(first && { record: `${base}/records/${inPath(first.uid)}` }),
  };
}

/** Half a surrogate pair has no place in a URL; a record can hold one. */
function inPath(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'));
}

/** Longer ones are no link to a page a person wrote. */
const maxHrefChars = 1_000;

/** The runbook or reference of a rule as a link, where it is one: http or https, without credentials. Else undefined. */
export function webLink(text: string | undefined): string | undefined {
  const parsed = text === undefined || text.length > maxHrefChars ? undefined : parseUrl(text);
  if (parsed === undefined) return undefined;
  const { protocol, username, password, href } = parsed;
  const isWeb = protocol === 'https:' || protocol === 'http:';
  return isWeb && username === '' && password === '' && href.length <= maxHrefChars ? href : undefined;
}
