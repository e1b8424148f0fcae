import { inhibitedBy, type Routing } from '@trailhound/alerting';
import type { Alert } from '@trailhound/contracts';
import type { StateStore } from '@trailhound/ports';

/** Asks, when alerts are about to be told to a destination, whether a root that is told there speaks for them. */
export class Mutes {
  constructor(
    private readonly destination: string,
    private readonly routing: Routing,
    private readonly ledger: Pick<StateStore['deliveries'], 'rootsOf'>,
  ) {}

  /** False where no alert can be muted, so that nobody has to look. */
  get mayMute(): boolean {
    return this.routing.inhibit.length > 0;
  }

  /** Id of the alert that mutes this one; undefined where none does. */
  async mutedBy(alert: Alert): Promise<string | undefined> {
    const [root] = await this.mutedByEach([alert]);
    return root;
  }

  /** The same of each of many, in their order, by one question to the ledger. */
  async mutedByEach(alerts: readonly (Alert | undefined)[]): Promise<readonly (string | undefined)[]> {
    const spans = alerts.map((alert) => (alert ? inhibitedBy(alert, this.destination, this.routing) : []));
    if (spans.every(({ length }) => length === 0)) return alerts.map(() => undefined);
    const roots = [...(await this.ledger.rootsOf(spans.flat()))];
    // The first inhibition of the configuration that holds.
    return spans.map(({ length }) => roots.splice(0, length).find((root) => root !== undefined));
  }
}
