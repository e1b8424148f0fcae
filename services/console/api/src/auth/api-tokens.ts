import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Parsed } from '@trailhound/contracts';

/** The tokens that may read, kept as SHA-256 only. */
export interface ApiTokens {
  /** Whether the presented text is one of the tokens; the time it takes says nothing about them. */
  accepts(presented: string): boolean;
}

const hashPrefix = 'sha256:';
const minTokenLength = 16;

/**
 * Tokens from their texts: the token itself, or `sha256:` and the 64 hexadecimal digits of its SHA-256, so that a file
 * can hold it without showing it. `API_TOKEN_INVALID` for what is neither; `where` names the source in the message.
 */
export function parseApiTokens(texts: readonly string[], where: string): Parsed<ApiTokens> {
  const hashes: Buffer[] = [];
  const problems = texts.flatMap((text, at) => {
    const hash = hashOf(text);
    if (hash !== undefined) hashes.push(hash);
    if (hash !== undefined) return [];
    const message = `${where}: entry ${at + 1} is neither a token of at least ${minTokenLength} printable characters nor sha256:<64 hexadecimal digits>`;
    return [{ code: 'API_TOKEN_INVALID', message, fix: 'make one with: openssl rand -hex 32' }];
  });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: tokensOf(hashes) };
}

/** The entries of a token file: one a line, blank lines and lines that begin with `#` left out. */
export function tokenFileEntries(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** A new token: 256 random bits. */
export function generateToken(): string {
  return `th_${randomBytes(32).toString('base64url')}`;
}

function tokensOf(hashes: readonly Buffer[]): ApiTokens {
  return {
    accepts(presented) {
      const hash = sha256(presented);
      // Every hash is compared, in constant time each: neither a near miss nor its position shows.
      return hashes.reduce((isKnown, known) => timingSafeEqual(known, hash) || isKnown, false);
    },
  };
}

function hashOf(text: string): Buffer | undefined {
  if (!text.startsWith(hashPrefix))
    return /^[\x21-\x7e]+$/.test(text) && text.length >= minTokenLength ? sha256(text) : undefined;
  const hex = text.slice(hashPrefix.length);
  return /^[0-9a-fA-F]{64}$/.test(hex) ? Buffer.from(hex, 'hex') : undefined;
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
