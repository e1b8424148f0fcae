import { sumTally } from '@trailhound/alerting';
import { formatNotice, type Notice, readActions, TallyEntry } from '@trailhound/contracts';
import type { ClaimedDelivery, StateStore } from '@trailhound/ports';

type StepNotice = Extract<Notice, { notice: 'step' }>;

/**
 * A later message with what it counts. What the first attempt counted is written to the ledger before it is sent, so that
 * every other attempt, also of another process, and every replay tells the same.
 */
export async function countStep(
  { id }: ClaimedDelivery,
  token: string,
  notice: StepNotice,
  { deliveries, tallies }: Pick<StateStore, 'deliveries' | 'tallies'>,
): Promise<StepNotice> {
  const { alert, step } = notice;
  const action = readActions(alert.actions).notify.find(({ index }) => index === step.action);
  const place = alert.tallies?.find(({ action: at }) => at === step.action);
  const fromMs = Date.parse(alert.lastEventTime);
  if (step.tally || action?.summarise === undefined || place === undefined || !Number.isFinite(fromMs)) return notice;
  const { key, ungroupedKey, group } = place;
  const [entries, ungrouped] = await Promise.all(
    [key, ungroupedKey].map(async (one) => (one === undefined ? [] : entriesOf(await tallies.read(one)))),
  );
  const tally = sumTally({
    ...{ summarise: action.summarise, group, entries: entries ?? [], ungrouped: ungrouped ?? [] },
    ...{ fromMs, untilMs: fromMs + action.afterMs, except: new Set(alert.records.map(({ uid }) => uid)) },
  });
  const counted: StepNotice = { ...notice, step: { ...step, tally } };
  await deliveries.rewrite(id, token, formatNotice(counted));
  return counted;
}

/** Entries of a version this one cannot read are passed over. */
function entriesOf(texts: readonly string[]): readonly TallyEntry[] {
  return texts.flatMap((text) => {
    const parsed = TallyEntry.safeParse(JSON.parse(text));
    return parsed.success ? [parsed.data] : [];
  });
}
