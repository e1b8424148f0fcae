/** An account of an organisation. */
export interface OrganizationAccount {
  readonly id: string;
  readonly name: string;
  /** Names of the units it hangs in from the root down, `Workloads/Prod`; `Root` for none. Undefined where they are not to be had. */
  readonly unit: string | undefined;
}

/** All accounts as they are now, and what kept some of it from being known, as a sentence. */
export interface OrganizationAccounts {
  readonly accounts: readonly OrganizationAccount[];
  readonly problem?: string;
}

/** The organisation the accounts belong to. */
export interface Organization {
  /** Rejects with an Error whose message says what to do, where accounts cannot be listed. */
  accounts(signal: AbortSignal): Promise<OrganizationAccounts>;
  close(): Promise<void>;
}
