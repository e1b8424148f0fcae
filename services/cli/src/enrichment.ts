import type { AwsAccess } from '@trailhound/collector';
import { hasCode, parseDuration, printable } from '@trailhound/contracts';
import { type Enricher, enrichWith } from '@trailhound/ports';
import type { UnmetEnrichment } from '@trailhound/rules';
import { CommandFailure, exitCodes } from './exit-codes.js';
import { connectionOf } from './inputs/aws-connection.js';
import type { RunContext } from './run/context.js';

/** What is known of records besides what AWS writes. */
export interface EnrichmentSources {
  /** A MaxMind-format database. */
  readonly geo?: string | undefined;
  readonly asn?: string | undefined;
  readonly network?: boolean | undefined;
  readonly awsRanges?: string | undefined;
  readonly accountsFile?: string | undefined;
  readonly organizations?: (AwsAccess & { readonly every: string }) | undefined;
  readonly lookups?: Readonly<Record<string, { readonly file: string; readonly key: string; readonly column: string }>>;
  readonly accountNames?: Readonly<Record<string, string>> | undefined;
}

/** Told when a file that changed was taken, or the organisation asked, or why not. */
type OnReload = (file: string, problem: string | undefined) => void;

/**
 * Opens what is given; with `onReload`, files are read again when they change. One that cannot be used at the start ends
 * the command. Where two give the same member, names in the configuration come before
 * those of a file, and these before those of the organisation.
 */
export async function openEnricher(sources: EnrichmentSources, onReload?: OnReload): Promise<Enricher> {
  const { geo, asn, network, awsRanges, accountsFile, organizations, lookups = {}, accountNames = {} } = sources;
  const isAny = [geo, asn, network || undefined, awsRanges, accountsFile, organizations].some(
    (source) => source !== undefined,
  );
  if (!isAny && Object.keys({ ...lookups, ...accountNames }).length === 0) return enrichWith([]);
  // Most calls have none, and what reads them takes its time to load.
  const adapter = await import('@trailhound/adapter-enrich');
  const { accountNameEnricher, networkEnricher, reloadedEnricher } = adapter;
  const over = (file: string, open: (file: string) => Promise<Enricher>) =>
    onReload === undefined ? open(file) : reloadedEnricher(file, open, { onReload });
  const enrichers: Enricher[] = [];
  try {
    if (geo !== undefined) enrichers.push(await over(geo, adapter.openGeoEnricher));
    if (asn !== undefined) enrichers.push(await over(asn, adapter.openAsnEnricher));
    if (awsRanges !== undefined) enrichers.push(await over(awsRanges, adapter.openNetworkEnricher));
    else if (network) enrichers.push(networkEnricher());
    if (organizations !== undefined) enrichers.push(await overOrganizations(organizations, onReload));
    if (accountsFile !== undefined) enrichers.push(await over(accountsFile, adapter.openAccountFileEnricher));
    for (const [name, { file, key, column }] of Object.entries(lookups))
      enrichers.push(await over(file, (path) => adapter.openLookupEnricher(path, { name, key, column })));
  } catch (error) {
    const isExpected = hasCode(error, 'GEO_DATABASE') || hasCode(error, 'ENRICHMENT_FILE');
    if (!isExpected || !(error instanceof Error)) throw error;
    throw new CommandFailure(error.message, exitCodes.environment);
  }
  if (Object.keys(accountNames).length > 0) enrichers.push(accountNameEnricher(accountNames));
  return enrichWith(enrichers);
}

async function overOrganizations(
  { every, ...access }: NonNullable<EnrichmentSources['organizations']>,
  onReload: OnReload | undefined,
): Promise<Enricher> {
  const [{ organizationOfAws }, { organizationEnricher }] = await Promise.all([
    import('@trailhound/adapter-aws'),
    import('@trailhound/adapter-enrich'),
  ]);
  const everyMs = parseDuration(every);
  if (everyMs === undefined) throw new TypeError(`${every} is no duration`);
  const onLook = (problem: string | undefined) => onReload?.('organizations', problem);
  return await organizationEnricher(organizationOfAws(connectionOf(access)), { everyMs, onLook });
}

/** What a running service says of a file that changed. */
export function reloadNotes({ logger, health }: Pick<RunContext, 'logger' | 'health'>): OnReload {
  return (file, problem) => {
    health.note(`enrichment ${file}`, problem);
    if (problem === undefined) logger.info({ file }, 'enrichment read again');
    else logger.warn({ file, problem }, 'enrichment cannot be read again, the last one goes on');
  };
}

/** `111122223333=production`, as `--account-name` takes it, added to those before. */
export function accountName(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [, id, name] = /^(\d{12})=(.+)$/.exec(text) ?? [];
  if (id !== undefined && name !== undefined) return { ...before, [id]: name };
  const message = `--account-name takes an account id and a name, such as 111122223333=production, not ${text}`;
  throw new CommandFailure(message, exitCodes.usage);
}

/** A rule that finds nothing for want of an enrichment, in one line. */
export function unmetLine({ rule, enrichment, fix }: UnmetEnrichment): string {
  const { file, line, column } = rule.place;
  return printable(
    `${file}:${line}:${column}: rule ${rule.id} is unsatisfied: it needs ${enrichment}, which only records that bring it along have; ${fix}`,
  );
}
