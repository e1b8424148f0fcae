import type { Random } from '../../random.js';
import { iamUser } from '../../record/user-identity.js';
import { type Account, type Company, commandLines } from '../company.js';
import type { Script, Session } from '../session.js';

/** An attack as it is to be played: what happens, and which rules of the pack `threat-stack` are to notice. */
export interface AttackPlan {
  readonly name: string;
  readonly description: string;
  /** Ids of all rules that alert on it, no others. */
  readonly rules: readonly string[];
  play(stage: Stage): void;
}

/** Where an attack is played. Its calls go into the script; nothing in them says what they are. */
export interface Stage {
  readonly script: Script;
  readonly company: Company;
  readonly random: Random;
}

/** Some machine that is not the company's, in a documentation range that employees' homes are in as well. */
export function strangeAddress(random: Random): string {
  return `${random.pick(['198.51.100', '192.0.2'])}.${random.int(2, 250)}`;
}

/** Somebody with the long-term key of an IAM user of the company, calling from elsewhere. */
export function withLeakedKey(random: Random, account: Account, userName: string, region = account.region): Session {
  return {
    account,
    region,
    identity: iamUser({ accountId: account.id, userName }),
    sourceIPAddress: strangeAddress(random),
    userAgent: random.pick(commandLines),
  };
}
