import { accountNameEnricher, openGeoEnricher } from '@trailhound/adapter-enrich';
import { hasCode, printable } from '@trailhound/contracts';
import { type Enricher, enrichWith } from '@trailhound/ports';
import type { UnmetEnrichment } from '@trailhound/rules';
import { CommandFailure, exitCodes } from './exit-codes.js';

/** What is known of records besides what AWS writes. */
export interface EnrichmentSources {
  /** A MaxMind-format database. */
  readonly geo?: string | undefined;
  readonly accountNames?: Readonly<Record<string, string>> | undefined;
}

/** Opens what is given. A database that cannot be used ends the command. */
export async function openEnricher({ geo, accountNames = {} }: EnrichmentSources): Promise<Enricher> {
  const enrichers: Enricher[] = [];
  if (Object.keys(accountNames).length > 0) enrichers.push(accountNameEnricher(accountNames));
  try {
    if (geo !== undefined) enrichers.push(await openGeoEnricher(geo));
  } catch (error) {
    if (!hasCode(error, 'GEO_DATABASE') || !(error instanceof Error)) throw error;
    throw new CommandFailure(error.message, exitCodes.environment);
  }
  return enrichWith(enrichers);
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
