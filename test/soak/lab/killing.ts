import { type Random, seededRandom } from '@trailhound/testkit';
import type { Supervised } from '../../chaos/lab/supervisor.js';
import { isUp } from './is-up.js';

/** Kills processes, by SIGKILL, as the hours go by. */
export interface Killing {
  /** Told as an hour begins; kills what is planned for it. */
  hour(hour: number): void;
  /** Resolves when every kill that was begun is over. */
  settled(): Promise<void>;
}

export interface KillOptions {
  readonly collectors: readonly Supervised[];
  readonly matchers: readonly Supervised[];
  readonly notifiers: readonly Supervised[];
  readonly seed: number;
  readonly hours: number;
  readonly kills: number;
  readonly onKill: (name: string) => void;
}

/** From the beginning of an hour; what it brings is under way then. */
const longestDelayMs = 3_000;

export function killing({ collectors, matchers, notifiers, seed, hours, kills, onKill }: KillOptions): Killing {
  const random = seededRandom(`kills ${seed}`);
  const plan = planOf({ collectors, matchers, notifiers, hours, kills }, random);
  const begun: Promise<void>[] = [];

  async function kill(victim: Supervised, delayMs: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    // One that has not come up yet was killed before it could do any harm.
    if (!isUp(victim.logFile)) return;
    onKill(victim.name);
    await victim.kill('a kill of the soak');
  }

  return {
    hour(hour) {
      for (const { victim, delayMs } of plan.get(hour) ?? []) begun.push(kill(victim, delayMs));
    },
    async settled() {
      await Promise.all(begun);
    },
  };
}

interface Planned {
  readonly victim: Supervised;
  readonly delayMs: number;
}

/**
 * Kills spread over the hours, services in turn. Notifiers are killed in the first half: what one had claimed is another's
 * only a minute later.
 */
function planOf(
  { collectors, matchers, notifiers, hours, kills }: Omit<KillOptions, 'seed' | 'onKill'>,
  random: Random,
): ReadonlyMap<number, readonly Planned[]> {
  const plan = new Map<number, Planned[]>();
  const services = [collectors, matchers, notifiers].filter((processes) => processes.length > 0);
  for (let at = 0; at < kills && services.length > 0; at += 1) {
    const processes = services[at % services.length] ?? [];
    const spread = (at + random.next()) / kills;
    const hour = Math.floor(spread * hours * (processes === notifiers ? 0.5 : 1));
    const planned = { victim: random.pick(processes), delayMs: random.int(0, longestDelayMs) };
    plan.set(hour, [...(plan.get(hour) ?? []), planned]);
  }
  return plan;
}
