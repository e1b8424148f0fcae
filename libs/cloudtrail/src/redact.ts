import { isJsonObject } from './json-object.js';

/** What stands in place of a secret. */
export const redacted = '[redacted]';

/** Ends of member names, folded and without punctuation, whose values are secrets: `masterUserPassword`, `x-amz-security-token`. */
const secretEndings = [
  'password',
  'passwd',
  'passphrase',
  'secret',
  'secretaccesskey',
  'secretkey',
  'secretstring',
  'secretbinary',
  'sessiontoken',
  'securitytoken',
  'accesstoken',
  'refreshtoken',
  'idtoken',
  'authtoken',
  'bearertoken',
  'privatekey',
  'plaintext',
] as const;

/** Whether a member of this name holds a secret. Names of secrets (`secretId`, `accessKeyId`) are not secret. */
export function isSecretName(name: string): boolean {
  const folded = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return secretEndings.some((ending) => folded.endsWith(ending));
}

const maxDepth = 64;

/** A copy of a JSON value with the values of secret members replaced; null and booleans are no secrets. */
export function redactValue(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= maxDepth) return redacted;
  if (Array.isArray(value)) return value.map((element) => redactValue(element, depth + 1));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      isSecretName(name) && member !== null && typeof member !== 'boolean' ? redacted : redactValue(member, depth + 1),
    ]),
  );
}

/** A member name with its colon; the backslashes are those of JSON inside a JSON string, at any level. */
const memberName = /(\\{0,31})"([^"\\]{1,128})\1"\s{0,64}:\s{0,64}/g;

/**
 * Replaces the values of secret members in a piece of JSON text that may be broken or cut anywhere, also in JSON inside
 * strings. For excerpts: linear in the text for the few KiB they have.
 */
export function redactText(text: string): string {
  let clean = '';
  let copiedTo = 0;
  memberName.lastIndex = 0;
  for (let match = memberName.exec(text); match !== null; match = memberName.exec(text)) {
    const [, backslashes = '', name = ''] = match;
    const start = memberName.lastIndex;
    if (!isSecretName(name)) continue;
    const end = valueEnd(text, start, `${backslashes}"`);
    clean += `${text.slice(copiedTo, start)}${backslashes}"${redacted}${backslashes}"`;
    copiedTo = end;
    memberName.lastIndex = end;
  }
  return clean + text.slice(copiedTo);
}

/** Where the value that starts at `start` ends: its closing quote, or the end of a bare or bracketed value, or of the text. */
function valueEnd(text: string, start: number, quote: string): number {
  if (!text.startsWith(quote, start)) return start + (/^[^,}\]\r\n]*/.exec(text.slice(start))?.[0].length ?? 0);
  let at = text.indexOf(quote, start + quote.length);
  // A longer run of backslashes is a quote inside the value, not its end.
  while (at > 0 && text[at - 1] === '\\') at = text.indexOf(quote, at + quote.length);
  return at < 0 ? text.length : at + quote.length;
}
