import { sha256Base64Url } from '@trailhound/contracts';
import {
  type GroupSpec,
  groupOf,
  groupSpecOf,
  type Observation,
  reachMs,
  type WindowGroup,
  type WindowKey,
  type WindowSpec,
} from '@trailhound/detection';
import { type Database, numberIn, type Row, textIn } from '../database/database.js';
import { RecentMap } from './recent-map.js';

/** A group with where its state lies. */
export interface StoredGroup {
  readonly row: number;
  readonly group: WindowGroup;
  readonly counting: GroupSpec;
}

interface RememberedGroup extends StoredGroup {
  expiresMs: number;
  readonly isLive: boolean;
}

/** How long after the last record of a group its counts may still be needed, beyond window and bucket: late records. */
export const latenessMs = 24 * 3_600_000;
/** Lifetimes are written no more often than this. */
const lifetimeStepMs = 60_000;
const mostRemembered = 50_000;

/**
 * The groups that count, at most so many live ones a rule: beyond that new ones are turned away, known ones go on. What
 * is remembered here is dropped by `forget` when a transaction fails.
 */
export class GroupTable {
  readonly #database: Database;
  readonly #groupsPerRule: number;
  readonly #remembered = new RecentMap<string, RememberedGroup>(mostRemembered);
  #livePerRule: Map<string, number> | undefined;

  constructor(database: Database, groupsPerRule: number) {
    this.#database = database;
    this.#groupsPerRule = groupsPerRule;
  }

  /** The group of an observation, made or brought to life where needed; undefined where its rule has too many. */
  admit(observation: Observation, nowMs: number): StoredGroup | undefined {
    const { key } = observation;
    const counting = groupSpecOf(observation);
    const feeds = counting.kind === 'correlate' ? counting.feeds : undefined;
    const name = `${counting.kind}\n${feeds ?? ''}\n${key.ruleId}\n${key.stateHash}\n${JSON.stringify(key.group)}`;
    const remembered = this.#remembered.get(name);
    const known = remembered ?? this.#find(groupOf(key, counting), counting);
    const expiresMs = nowMs + reachMs(counting) + latenessMs;
    if (known?.isLive) {
      if (expiresMs - known.expiresMs >= lifetimeStepMs) {
        this.#database.change('UPDATE window_groups SET expires_ms = ? WHERE id = ?', expiresMs, known.row);
        known.expiresMs = expiresMs;
      }
      return remembered ?? this.#remember(name, known);
    }
    const rule = ruleKey(key);
    const live = this.#live().get(rule) ?? 0;
    if (live >= this.#groupsPerRule) return undefined;
    this.#live().set(rule, live + 1);
    const group = known?.group ?? groupOf(key, counting);
    const stored = this.#database.row(
      `INSERT INTO window_groups (group_id, rule_key, key_json, spec_json, is_live, expires_ms) VALUES (?, ?, ?, ?, 1, ?)
       ON CONFLICT (group_id) DO UPDATE SET is_live = 1, expires_ms = excluded.expires_ms RETURNING id`,
      ...[group.id, rule, JSON.stringify(key), JSON.stringify(counting), expiresMs],
    );
    if (stored === undefined) throw new TypeError('an inserted group has no row');
    return this.#remember(name, { row: numberIn(stored, 'id'), group, counting, expiresMs, isLive: true });
  }

  at(row: number): StoredGroup | undefined {
    const found = this.#database.row('SELECT * FROM window_groups WHERE id = ?', row);
    return found && storedGroup(found);
  }

  forget(): void {
    this.#remembered.clear();
    this.#livePerRule = undefined;
  }

  #find(group: WindowGroup, counting: GroupSpec): RememberedGroup | undefined {
    const row = this.#database.row('SELECT id, is_live, expires_ms FROM window_groups WHERE group_id = ?', group.id);
    return (
      row && {
        row: numberIn(row, 'id'),
        group,
        counting,
        expiresMs: numberIn(row, 'expires_ms'),
        isLive: row.is_live === 1,
      }
    );
  }

  #remember(name: string, group: RememberedGroup): StoredGroup {
    this.#remembered.set(name, group);
    this.#remembered.weigh(1);
    this.#remembered.settle();
    return group;
  }

  #live(): Map<string, number> {
    this.#livePerRule ??= new Map(
      this.#database
        .rows('SELECT rule_key, count(*) AS live FROM window_groups WHERE is_live = 1 GROUP BY rule_key')
        .map((row) => [textIn(row, 'rule_key'), numberIn(row, 'live')]),
    );
    return this.#livePerRule;
  }
}

export function storedGroup(row: Row): StoredGroup {
  const key = JSON.parse(textIn(row, 'key_json')) as WindowKey;
  const stored = JSON.parse(textIn(row, 'spec_json')) as GroupSpec | WindowSpec;
  // Groups of earlier versions only counted.
  const counting: GroupSpec = 'kind' in stored ? stored : { kind: 'count', spec: stored };
  return { row: numberIn(row, 'id'), group: groupOf(key, counting), counting };
}

function ruleKey({ ruleId, stateHash }: WindowKey): string {
  return sha256Base64Url(JSON.stringify([ruleId, stateHash]), 22);
}
