import { inhibitedBy, type Routing } from '@trailhound/alerting';
import type { Alert } from '@trailhound/contracts';
import type { StateStore } from '@trailhound/ports';

/** Asks, when an alert is about to be told to a destination, whether a root that is told there speaks for it. */
export class Mutes {
  constructor(
    private readonly destination: string,
    private readonly routing: Routing,
    private readonly ledger: Pick<StateStore['deliveries'], 'rootOf'>,
  ) {}

  /** False where no alert can be muted, so that nobody has to look. */
  get mayMute(): boolean {
    return this.routing.inhibit.length > 0;
  }

  /** Id of the alert that mutes this one; undefined where none does. */
  async mutedBy(alert: Alert): Promise<string | undefined> {
    for (const { keys, fromMs, toMs } of inhibitedBy(alert, this.destination, this.routing)) {
      const root = await this.ledger.rootOf(keys, fromMs, toMs);
      if (root !== undefined) return root;
    }
    return undefined;
  }
}
