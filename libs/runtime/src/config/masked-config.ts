import { stringify } from 'yaml';
import { secretMask } from '../secrets/secrets.js';
import type { Config } from './config-schema.js';
import { mapStrings } from './walk-strings.js';

/** Keys that hold a secret by their name, whatever their schema says. */
const secretKey = /(secret|token|password|key)s?$/i;

/**
 * The configuration in force as YAML, defaults filled in, fit to be shown: secrets are masked, and of URLs scheme and
 * host are left, for a path or query can be a secret too. Names of secret files are shown.
 */
export function maskedConfigText(config: Config): string {
  const masked = mapStrings(config, ({ text, key, schemas }) => {
    if (schemas.some(({ writeOnly }) => writeOnly) || secretKey.test(key)) return secretMask;
    return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? maskedUrl(text) : text;
  });
  return stringify(masked, { aliasDuplicateObjects: false });
}

function maskedUrl(text: string): string {
  if (!URL.canParse(text)) return secretMask;
  const { protocol, host, pathname, search, hash } = new URL(text);
  const hasMore = pathname.length > 1 || search !== '' || hash !== '';
  return `${protocol}//${host}${hasMore ? `/${secretMask}` : ''}`;
}
