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

/** Where the value that starts at `start` ends; the end of the text where it was cut. */
function valueEnd(text: string, start: number, quote: string): number {
  if (text.startsWith(quote, start)) return stringEnd(text, start, quote);
  if (text[start] === '{' || text[start] === '[') return bracketsEnd(text, start, quote);
  return start + (/^[^,}\]\r\n]*/.exec(text.slice(start))?.[0].length ?? 0);
}

/**
 * A quote as it stands here has `own` backslashes before it, twice as many and one more a level deeper; whatever is escaped in
 * the string comes in multiples of twice that level. So a string that ends in a backslash ends, too.
 */
function stringEnd(text: string, start: number, quote: string): number {
  const own = quote.length - 1;
  for (let at = text.indexOf('"', start + quote.length); at >= 0; at = text.indexOf('"', at + 1)) {
    let run = 0;
    while (at - run > start + quote.length && text[at - run - 1] === '\\') run += 1;
    if (run % (2 * own + 2) === own) return at + 1;
  }
  return text.length;
}

function bracketsEnd(text: string, start: number, quote: string): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text.startsWith(quote, at)) {
      at = stringEnd(text, at, quote) - 1;
      continue;
    }
    const char = text[at];
    if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return text.length;
}

/** As much of a record as goes to quarantine with it, bytes. */
const maxExcerptBytes = 4096;

/** The beginning of a record for quarantine and dead letters: the first 4 KiB, secrets redacted, no half character at its end. */
export function excerptOf(bytes: Uint8Array): string {
  return redactText(new TextDecoder().decode(bytes.subarray(0, maxExcerptBytes), { stream: true }));
}
