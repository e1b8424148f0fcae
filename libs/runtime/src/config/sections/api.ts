import { z } from 'zod';
import { FilePath } from './file-path.js';
import { ListenText } from './listen-text.js';

/** `api` of the configuration. */
export const Api = z.strictObject({
  listen: ListenText.default('127.0.0.1:8080').describe(
    'host:port the API, the probes and the metrics listen on; port 0 takes a free one',
  ),
  authentication: z
    .boolean()
    .default(true)
    .describe(
      'ask for a token (Authorization: Bearer …) everywhere but on /livez, /readyz, /metrics and /api/openapi.json; false only where something in front of the API asks',
    ),
  tokenFile: FilePath.optional().describe(
    'file with the tokens that may read, one a line; # begins a comment; sha256:<hex> stands for a token without showing it',
  ),
  tokens: z
    .array(z.string().min(16, 'a token has at least 16 characters'))
    .optional()
    .meta({ writeOnly: true })
    .describe('the tokens themselves, or sha256:<hex> of them; prefer tokenFile. Without any, one is made and printed'),
});
export type Api = z.output<typeof Api>;
