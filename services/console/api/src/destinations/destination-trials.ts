import type { Parsed, Severity } from '@trailhound/contracts';
import type { TrialReport } from './trial-views.js';

/** Sends configured destinations alerts marked as trials; whoever puts the console together knows how. */
export interface DestinationTrials {
  /** Names of the destinations that are configured: there are no others. */
  readonly names: readonly string[];
  /**
   * One trial, tried once; with `dryRun` the request is made and not sent. Secrets are masked in what it answers. Fails with
   * what keeps the destination from being opened, such as a secret that cannot be read.
   */
  tryOut(
    destination: string,
    options: { readonly severity: Severity; readonly dryRun: boolean },
  ): Promise<Parsed<TrialReport>>;
}
