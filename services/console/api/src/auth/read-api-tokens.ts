import type { Parsed } from '@trailhound/contracts';
import { type Api, readSecretFile, type Secrets } from '@trailhound/runtime';
import { type ApiTokens, generateToken, parseApiTokens, tokenFileEntries } from './api-tokens.js';

export interface ConfiguredTokens {
  readonly tokens: ApiTokens | 'off';
  /** The token that was made because the configuration names none; whoever starts the API shows it once. */
  readonly generated?: string;
}

/**
 * The tokens of the configuration's `api` section: those of `tokenFile` and `tokens` together. Where there are none, one
 * is made, so that the API is never open by oversight; only `authentication: false` opens it.
 */
export async function readApiTokens(api: Api, secrets: Secrets): Promise<Parsed<ConfiguredTokens>> {
  if (!api.authentication) return { ok: true, value: { tokens: 'off' } };
  const inFile = await fileEntries(api.tokenFile, secrets);
  if (!inFile.ok) return inFile;
  const inline = api.tokens ?? [];
  for (const entry of [...inFile.value, ...inline]) secrets.add(entry);

  const generated = inFile.value.length + inline.length === 0 ? generateToken() : undefined;
  if (generated !== undefined) return withTokens(parseApiTokens([generated], 'api.tokens'), generated);
  const fromFile = parseApiTokens(inFile.value, 'api.tokenFile');
  const fromConfig = parseApiTokens(inline, 'api.tokens');
  if (!fromFile.ok || !fromConfig.ok) {
    return { ok: false, problems: [fromFile, fromConfig].flatMap((parsed) => (parsed.ok ? [] : parsed.problems)) };
  }
  return withTokens(parseApiTokens([...inFile.value, ...inline], 'api'), undefined);
}

async function fileEntries(path: string | undefined, secrets: Secrets): Promise<Parsed<readonly string[]>> {
  if (path === undefined) return { ok: true, value: [] };
  const file = await readSecretFile(path, 'api.tokenFile', secrets);
  if (!file.ok) return file;
  const entries = tokenFileEntries(file.value);
  if (entries.length > 0) return { ok: true, value: entries };
  const message = `api.tokenFile: the file ${path} holds no token, only comments`;
  return { ok: false, problems: [{ code: 'SECRET_EMPTY', message, fix: 'write one token a line' }] };
}

function withTokens(parsed: Parsed<ApiTokens>, generated: string | undefined): Parsed<ConfiguredTokens> {
  if (!parsed.ok) return parsed;
  return { ok: true, value: { tokens: parsed.value, ...(generated !== undefined && { generated }) } };
}
