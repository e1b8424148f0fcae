import type { HttpPlace, HttpSourceOptions } from '@trailhound/collector';
import { tokenFileEntries } from '@trailhound/console-api';
import { parseListenAddress } from '@trailhound/runtime';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import { secretOf } from './cluster/secret-files.js';
import type { RunContext } from './context.js';

/** Shorter ones can be guessed. */
const minTokenCharacters = 16;

/** Where records may be pushed to, and by whom; a file without tokens, or with weak ones, ends the command. */
export async function httpPlace(
  { listen, tokenFile }: HttpPlace,
  { clock, logger, secrets }: Pick<RunContext, 'clock' | 'logger' | 'secrets'>,
): Promise<Omit<HttpSourceOptions, 'backfill' | 'notify'>> {
  const address = parseListenAddress(listen);
  if (!address) throw new CommandFailure(`http.listen: ${listen} is no address`, exitCodes.usage);
  const tokens = tokenFileEntries(await secretOf(tokenFile, 'http.tokenFile', secrets));
  for (const token of tokens) secrets.add(token);
  if (tokens.length === 0 || tokens.some((token) => token.length < minTokenCharacters)) {
    const message = `http.tokenFile: ${tokenFile} needs one token a line, each of ${minTokenCharacters} characters or more`;
    throw new CommandFailure(message, exitCodes.usage);
  }
  return { listen: address, tokens, clock, logger };
}
