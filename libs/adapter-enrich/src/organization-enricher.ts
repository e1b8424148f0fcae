import { ownText } from '@trailhound/cloudtrail';
import type { EnrichmentSource } from '@trailhound/contracts';
import type { Enricher, Organization, OrganizationAccount } from '@trailhound/ports';

export interface OrganizationOptions {
  /** Milliseconds between two looks. */
  readonly everyMs: number;
  /** How long the first look is waited for. Default 5,000 ms. */
  readonly firstWaitMs?: number;
  /** Told after every look: what kept it from being whole, undefined where nothing did. */
  readonly onLook?: (problem: string | undefined) => void;
}

const defaultFirstWaitMs = 5_000;
/** A look that takes longer is given up. */
const longestLookMs = 10 * 60_000;
/** Until the first look has succeeded the next one comes sooner. */
const firstAgainMs = 30_000;

/**
 * Gives `recipientAccountName` and `recipientAccountOu` from the organisation, which is asked again and again beside the
 * records: none waits for it. While it does not answer, what it said last goes on; a unit that cannot be read now is the
 * one known before. Looking keeps no process alive.
 */
export async function organizationEnricher(
  organization: Organization,
  options: OrganizationOptions,
): Promise<Enricher> {
  const { everyMs, firstWaitMs = defaultFirstWaitMs, onLook } = options;
  let known: ReadonlyMap<string, OrganizationAccount> = new Map();
  let source: EnrichmentSource = { kind: 'organizations', name: 'organizations' };

  async function look(): Promise<boolean> {
    try {
      const { accounts, problem } = await organization.accounts(AbortSignal.timeout(longestLookMs));
      known = new Map(accounts.map((one) => [one.id, { ...one, unit: one.unit ?? known.get(one.id)?.unit }]));
      source = { ...source, readAt: new Date().toISOString() };
      onLook?.(problem);
      return true;
    } catch (error) {
      onLook?.(error instanceof Error ? error.message : String(error));
      return false;
    }
  }

  async function again(): Promise<void> {
    const hasAnswered = (await look()) || known.size > 0;
    setTimeout(() => void again(), hasAnswered ? everyMs : Math.min(everyMs, firstAgainMs)).unref();
  }

  const first = again();
  await Promise.race([first, new Promise((resolve) => setTimeout(resolve, firstWaitMs).unref())]);
  return {
    provides: ['recipientAccountName', 'recipientAccountOu'],
    get source() {
      return source;
    },
    enrich(record) {
      const account = known.get(ownText(record, 'recipientAccountId') ?? '');
      if (account === undefined) return {};
      const { name, unit } = account;
      return { recipientAccountName: name, ...(unit !== undefined && { recipientAccountOu: unit }) };
    },
  };
}
