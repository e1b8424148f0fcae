import { emptyActivity, joinActivity } from '@trailhound/cloudtrail';
import { AccountActivity, ActivityIndex, completenessKeys, type TrailActivity } from '@trailhound/contracts';
import type { CheckpointStore } from './state-store.port.js';

/** More are not told apart: an organisation has at most ten thousand by AWS's own default quota, most have tens. */
const maxAccounts = 20_000;
const maxRegions = 100;
const maxTrails = 100;
const { scope, index, account: accountKey } = completenessKeys;

/** Activity as it is stored: any number of collectors join what they saw to it, none overwrites another's. */
export interface ActivityStore {
  /** Joins what was seen of an account, by region, and answers what is stored of it now. */
  join(account: string, seen: ReadonlyMap<string, TrailActivity>): Promise<Readonly<Record<string, TrailActivity>>>;
  /** Enters accounts and trails into the index. */
  enter(accounts: ReadonlySet<string>, trails: ReadonlySet<string>): Promise<void>;
  /** All of it: accounts with their regions. An entry that cannot be read counts as none. */
  all(): AsyncIterable<{ readonly account: string; readonly regions: Readonly<Record<string, TrailActivity>> }>;
  trails(): Promise<readonly string[]>;
}

export function createActivityStore(checkpoints: CheckpointStore): ActivityStore {
  async function indexNow(): Promise<{ readonly text: string | undefined; readonly value: ActivityIndex }> {
    const text = await checkpoints.get(scope, index);
    return { text, value: parsed(ActivityIndex, text) ?? { version: 1, accounts: [], trails: [] } };
  }

  async function update<T>(key: string, next: (text: string | undefined) => T): Promise<T> {
    for (;;) {
      const text = await checkpoints.get(scope, key);
      const value = next(text);
      if (await checkpoints.replace(scope, key, text, JSON.stringify(value))) return value;
    }
  }

  const entered = new Set<string>();
  return {
    async join(account, seen) {
      const { regions } = await update(accountKey(account), (text): AccountActivity => {
        const known = new Map(Object.entries(parsed(AccountActivity, text)?.regions ?? {}));
        for (const [region, activity] of seen)
          if (known.has(region) || known.size < maxRegions)
            known.set(region, joinActivity(known.get(region) ?? emptyActivity, activity));
        return { version: 1, regions: Object.fromEntries(known) };
      });
      return regions;
    },
    async enter(accounts, trails) {
      const names = [...accounts, ...trails];
      if (names.every((name) => entered.has(name))) return;
      await update(index, (text): ActivityIndex => {
        const known = parsed(ActivityIndex, text);
        const all = (before: readonly string[] = [], more: ReadonlySet<string>, most: number) =>
          [...new Set([...before, ...more])].slice(0, most);
        return {
          version: 1,
          accounts: all(known?.accounts, accounts, maxAccounts),
          trails: all(known?.trails, trails, maxTrails),
        };
      });
      for (const name of names) entered.add(name);
    },
    async *all() {
      for (const account of (await indexNow()).value.accounts) {
        const stored = parsed(AccountActivity, await checkpoints.get(scope, accountKey(account)));
        if (stored !== undefined) yield { account, regions: stored.regions };
      }
    },
    async trails() {
      return (await indexNow()).value.trails;
    },
  };
}

function parsed<T>(
  schema: { safeParse(value: unknown): { success: true; data: T } | { success: false } },
  text: string | undefined,
): T | undefined {
  if (text === undefined) return undefined;
  try {
    const read = schema.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}
