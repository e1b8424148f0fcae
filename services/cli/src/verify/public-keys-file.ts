import { readFileSync } from 'node:fs';
import { own, ownText } from '@trailhound/cloudtrail';
import type { DigestKeys } from '@trailhound/ports';
import { CommandFailure, exitCodes } from '../exit-codes.js';

/** The keys of a file as `aws cloudtrail list-public-keys` prints them, of any regions. */
export function digestKeysOfFile(path: string): DigestKeys {
  const keys = new Map<string, string>();
  for (const key of listIn(path)) {
    const fingerprint = ownText(key, 'Fingerprint');
    const value = ownText(key, 'Value');
    if (fingerprint === undefined || value === undefined)
      throw unusable(path, 'a key in it has no Fingerprint or no Value');
    keys.set(fingerprint, value);
  }
  if (keys.size === 0) throw unusable(path, 'there is no key in it');
  return async () => keys;
}

function listIn(path: string): readonly unknown[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw unusable(path, error instanceof Error ? error.message : String(error));
  }
  const list = Array.isArray(parsed) ? parsed : own(parsed, 'PublicKeyList');
  if (!Array.isArray(list)) throw unusable(path, 'it has no PublicKeyList');
  return list;
}

function unusable(path: string, reason: string): CommandFailure {
  const message = `--public-keys ${path} cannot be used: ${reason}; write it with \`aws cloudtrail list-public-keys\``;
  return new CommandFailure(message, exitCodes.usage);
}
