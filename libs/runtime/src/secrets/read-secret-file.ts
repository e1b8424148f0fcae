import { createReadStream } from 'node:fs';
import type { Parsed } from '@trailhound/contracts';
import type { Secrets } from './secrets.js';

/** Far above any key or token; a larger file is the wrong file. */
const maxSecretBytes = 64 * 1024;

/**
 * Reads a secret from a file: UTF-8, white space around it trimmed (editors and `echo` add a line end). The value is
 * made known to `secrets`, so that nothing prints it. Fails with `SECRET_UNREADABLE` or `SECRET_EMPTY`.
 *
 * `key` is the configuration key that names the file, for the message.
 */
export async function readSecretFile(path: string, key: string, secrets: Secrets): Promise<Parsed<string>> {
  const text = await readBounded(path);
  if (!text.ok) {
    return problem('SECRET_UNREADABLE', `${key}: cannot read the file ${path}: ${text.reason}`, text.fix);
  }
  const secret = text.value.trim();
  if (secret === '') return problem('SECRET_EMPTY', `${key}: the file ${path} is empty`, 'write the secret into it');
  secrets.add(secret);
  return { ok: true, value: secret };
}

type Bounded = { readonly ok: true; readonly value: string } | { readonly ok: false; reason: string; fix: string };

async function readBounded(path: string): Promise<Bounded> {
  try {
    // A stream rather than one positioned read: a secret may come through a pipe (`<(vault read …)`).
    const chunks: Buffer[] = [];
    for await (const chunk of createReadStream(path, { end: maxSecretBytes })) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    if (bytes.length > maxSecretBytes) {
      return { ok: false, reason: `larger than ${maxSecretBytes} bytes`, fix: 'name the file that holds the secret' };
    }
    return { ok: true, value: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'ERROR';
    return { ok: false, reason: reasons[code] ?? code, fix: fixes[code] ?? 'name a file that holds the secret' };
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not UTF-8 text',
};

const fixes: Readonly<Record<string, string>> = {
  ENOENT: 'create it, or correct the path: it is relative to the configuration file',
  EACCES: 'let the user that runs trailhound read it',
};

function problem(code: string, message: string, fix: string): Parsed<never> {
  return { ok: false, problems: [{ code, message, fix }] };
}
