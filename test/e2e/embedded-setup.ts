import { gzipSync } from 'node:zlib';
import {
  seededRandom,
  simulateAccount,
  startWebhookReceiver,
  type WebhookReceiver,
  type WebhookReceiverOptions,
} from '@trailhound/testkit';
import { onTestFinished } from 'vitest';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.js';
import { root, trailhound } from '../support/trailhound.js';

const secret = `whsec_${Buffer.from('a secret for tests, 32 bytes long').toString('base64')}`;
export const pack = `${root}rules/threat-stack`;

/** A company's day under attack on disk, a configuration over it, and the receiver it notifies. */
export interface Installation {
  readonly folder: TemporaryFolder;
  readonly config: string;
  readonly receiver: WebhookReceiver;
}

export interface InstallationOptions {
  readonly seed: number;
  readonly rules?: string;
  readonly misbehave?: WebhookReceiverOptions['misbehave'];
  /** More lines of the configuration. */
  readonly more?: string;
}

export async function installation({
  seed,
  rules = pack,
  misbehave,
  more = '',
}: InstallationOptions): Promise<Installation> {
  const folder = temporaryFolder();
  const receiver = await startWebhookReceiver({ secret, ...(misbehave && { misbehave }) });
  onTestFinished(() => receiver.close());
  writeLogs(folder, seed);
  folder.write('soc.whsec', `${secret}\n`);
  folder.write(
    'trailhound.yaml',
    `sources: [{ files: ./logs }]
rules: [${JSON.stringify(rules)}]
destinations: { soc: { webhook: { url: '${receiver.url}', secretFile: ./soc.whsec } } }
network: { allow: [127.0.0.0/8] }
data: ./data
log: { level: info }
${more}`,
  );
  return { folder, config: folder.at('trailhound.yaml'), receiver };
}

/** Log files as CloudTrail delivers them: a bit out of order, a few records late, some files twice. */
function writeLogs(folder: TemporaryFolder, seed: number): void {
  const start = new Date('2026-03-02T00:00:00Z');
  for (const { key, records } of simulateAccount({ seed, start, hours: 6 }).objects)
    folder.write(`logs/${key}`, gzipSync(JSON.stringify({ Records: records })));
}

/** Ids of the alerts `scan` prints for the same files: what must arrive, neither less nor more. */
export async function scannedIds(
  { folder }: Installation,
  rules: string,
  ...more: readonly string[]
): Promise<string[]> {
  const args = ['scan', '--rules', rules, '--format', 'ndjson', ...more, folder.at('logs')];
  const { exitCode, stdout, stderr } = await trailhound(args);
  if (exitCode !== 0) throw new Error(`scan exits ${exitCode}: ${stderr}`);
  const lines = stdout.split('\n').filter((line) => line !== '');
  return lines.map((line): string => JSON.parse(line).id).sort();
}

/** Alert id → the webhook-ids it was sent under, of all requests that the receiver had nothing against. */
export function sentAlerts({ requests }: WebhookReceiver): ReadonlyMap<string, ReadonlySet<string>> {
  const sent = new Map<string, Set<string>>();
  for (const { id, body, objection } of requests) {
    if (objection !== undefined) throw new Error(`the receiver objects: ${objection}`);
    const alertId: string = JSON.parse(body).data.id;
    sent.set(alertId, (sent.get(alertId) ?? new Set()).add(id));
  }
  return sent;
}

/** Alert ids of the deliveries the receiver took. */
export function acceptedAlerts(receiver: WebhookReceiver): string[] {
  const accepted = new Set(receiver.accepted);
  const alertIds = new Set(
    receiver.requests.filter(({ id }) => accepted.has(id)).map(({ body }): string => JSON.parse(body).data.id),
  );
  return [...alertIds].sort();
}

/** Faults for the first attempts of some deliveries, by their id and the seed alone: 500, 429, a hang, a cut. */
export function failsSometimes(seed: number, options: { readonly share: number; readonly hangs: number }) {
  const seen = new Set<string>();
  let hangs = options.hangs;
  return ({ id }: { readonly id: string }) => {
    if (seen.has(id)) return undefined;
    seen.add(id);
    const random = seededRandom(`${seed}/${id}`);
    if (!random.chance(options.share)) return undefined;
    const kind = random.pick(['error', 'throttled', 'hang', 'cut'] as const);
    if (kind === 'hang' && hangs > 0) {
      hangs -= 1;
      return { kind: 'hang' } as const;
    }
    if (kind === 'throttled') return { kind: 'status', status: 429, retryAfter: '1' } as const;
    return kind === 'cut' ? ({ kind: 'reset' } as const) : ({ kind: 'status', status: 500 } as const);
  };
}
