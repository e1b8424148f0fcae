import { formatProblem } from '@trailhound/contracts';
import { readSecretFile, type Secrets, type TlsFiles } from '@trailhound/runtime';
import { CommandFailure, exitCodes } from '../../exit-codes.js';

/** The secret in a file; one that cannot be read ends the command with its sentence. */
export async function secretOf(path: string, key: string, secrets: Secrets): Promise<string> {
  const read = await readSecretFile(path, key, secrets);
  if (!read.ok) throw new CommandFailure(read.problems.map(formatProblem).join('\n'), exitCodes.usage);
  return read.value;
}

/** The texts of TLS files, under the names TLS libraries give them. */
export async function tlsTexts(
  { caFile, certFile, keyFile }: TlsFiles,
  key: string,
  secrets: Secrets,
): Promise<{ readonly ca?: string; readonly cert?: string; readonly key?: string }> {
  return {
    ...(caFile !== undefined && { ca: await secretOf(caFile, `${key}.caFile`, secrets) }),
    ...(certFile !== undefined && { cert: await secretOf(certFile, `${key}.certFile`, secrets) }),
    ...(keyFile !== undefined && { key: await secretOf(keyFile, `${key}.keyFile`, secrets) }),
  };
}
