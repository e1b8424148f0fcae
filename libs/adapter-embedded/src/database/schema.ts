/**
 * The schema, one step a version: step n takes a database of version n to n + 1. Steps are never edited once released;
 * a change is another step. `user_version` in the file says how many have run.
 */
export const schemaSteps: readonly string[] = [
  `
  CREATE TABLE log_topics (
    topic TEXT PRIMARY KEY,
    first_position INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE log_messages (
    id INTEGER PRIMARY KEY,
    topic TEXT NOT NULL,
    position INTEGER NOT NULL,
    key TEXT NOT NULL,
    value BLOB,
    headers TEXT NOT NULL,
    logged_ms INTEGER NOT NULL
  );
  CREATE UNIQUE INDEX log_messages_position ON log_messages (topic, position);
  CREATE TABLE log_groups (
    topic TEXT NOT NULL,
    consumer_group TEXT NOT NULL,
    next_position INTEGER NOT NULL,
    committed_ms INTEGER NOT NULL,
    PRIMARY KEY (topic, consumer_group)
  ) WITHOUT ROWID;

  CREATE TABLE window_stamps (
    stream TEXT NOT NULL,
    log_partition INTEGER NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (stream, log_partition)
  ) WITHOUT ROWID;
  CREATE TABLE window_groups (
    id INTEGER PRIMARY KEY,
    group_id TEXT NOT NULL UNIQUE,
    rule_key TEXT NOT NULL,
    key_json TEXT NOT NULL,
    spec_json TEXT NOT NULL,
    is_live INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL
  );
  CREATE INDEX window_groups_expiry ON window_groups (is_live, expires_ms);
  CREATE TABLE window_entries (
    window_group INTEGER NOT NULL,
    bucket INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    uid TEXT NOT NULL,
    suppressed INTEGER NOT NULL,
    ref TEXT,
    PRIMARY KEY (window_group, bucket, at_ms, uid, suppressed)
  ) WITHOUT ROWID;
  CREATE TABLE window_values (
    window_group INTEGER NOT NULL,
    bucket INTEGER NOT NULL,
    slot INTEGER NOT NULL,
    suppressed INTEGER NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (window_group, bucket, slot, suppressed, value)
  ) WITHOUT ROWID;
  CREATE TABLE window_partial_buckets (
    window_group INTEGER NOT NULL,
    bucket INTEGER NOT NULL,
    PRIMARY KEY (window_group, bucket)
  ) WITHOUT ROWID;
  CREATE TABLE window_alerts (
    alert_id TEXT PRIMARY KEY,
    window_group INTEGER NOT NULL,
    bucket INTEGER NOT NULL,
    suppressed INTEGER NOT NULL,
    state TEXT NOT NULL,
    uid TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    last_summary TEXT
  ) WITHOUT ROWID;
  CREATE UNIQUE INDEX window_alerts_bucket ON window_alerts (window_group, bucket, suppressed);
  CREATE INDEX window_alerts_age ON window_alerts (at_ms);
  CREATE TABLE window_overflows (
    alert_id TEXT PRIMARY KEY,
    state_json TEXT NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE deliveries (
    id TEXT PRIMARY KEY,
    alert_id TEXT NOT NULL,
    destination TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    due_ms INTEGER NOT NULL,
    enqueued_ms INTEGER NOT NULL,
    changed_ms INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    token TEXT,
    last_error TEXT
  );
  CREATE INDEX deliveries_due ON deliveries (destination, due_ms) WHERE state IN ('pending', 'inflight');
  CREATE INDEX deliveries_open ON deliveries (enqueued_ms) WHERE state IN ('pending', 'inflight');
  CREATE INDEX deliveries_ended ON deliveries (changed_ms) WHERE state IN ('delivered', 'dead');

  CREATE TABLE checkpoints (
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (scope, key)
  ) WITHOUT ROWID;

  CREATE TABLE alerts (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    first_event_ms INTEGER NOT NULL,
    rule TEXT NOT NULL,
    severity TEXT NOT NULL,
    account TEXT,
    is_suppressed INTEGER NOT NULL,
    stored_ms INTEGER NOT NULL,
    body TEXT NOT NULL
  );
  CREATE INDEX alerts_newest ON alerts (is_suppressed, first_event_ms DESC, id);
  CREATE INDEX alerts_all_newest ON alerts (first_event_ms DESC, id);
  CREATE INDEX alerts_of_rule ON alerts (rule, first_event_ms DESC, id);
  CREATE INDEX alerts_of_account ON alerts (account, first_event_ms DESC, id);
  CREATE INDEX alerts_stored ON alerts (stored_ms);
  `,
  `
  CREATE TABLE window_rules (
    stream TEXT PRIMARY KEY,
    revision INTEGER NOT NULL
  ) WITHOUT ROWID;
  `,
  `
  CREATE TABLE window_correlations (
    window_group INTEGER NOT NULL,
    bucket INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (window_group, bucket)
  ) WITHOUT ROWID;
  `,
  `
  ALTER TABLE deliveries ADD COLUMN replays INTEGER NOT NULL DEFAULT 0;
  CREATE TABLE alert_changes (
    alert_id TEXT PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    body TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX alert_changes_age ON alert_changes (at_ms);
  `,
  `
  CREATE TABLE window_awaited (
    window_group INTEGER PRIMARY KEY,
    body TEXT NOT NULL,
    due_ms INTEGER
  );
  CREATE INDEX window_awaited_due ON window_awaited (due_ms) WHERE due_ms IS NOT NULL;
  CREATE TABLE window_awaited_alerts (
    alert_id TEXT PRIMARY KEY,
    window_group INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX window_awaited_alerts_group ON window_awaited_alerts (window_group);
  `,
  `
  ALTER TABLE deliveries ADD COLUMN digest TEXT;
  ALTER TABLE deliveries ADD COLUMN line TEXT;
  CREATE INDEX deliveries_of_digest ON deliveries (digest) WHERE digest IS NOT NULL;
  CREATE TABLE digests (
    id TEXT PRIMARY KEY,
    at_once INTEGER NOT NULL,
    part INTEGER NOT NULL,
    changed_ms INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX digests_age ON digests (changed_ms);
  `,
  `
  DROP INDEX deliveries_ended;
  CREATE INDEX deliveries_ended ON deliveries (changed_ms) WHERE state IN ('delivered', 'dead', 'muted');
  CREATE TABLE roots (
    key TEXT NOT NULL,
    alert_id TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    noted_ms INTEGER NOT NULL,
    PRIMARY KEY (key, alert_id)
  ) WITHOUT ROWID;
  CREATE INDEX roots_times ON roots (key, at_ms, alert_id);
  CREATE INDEX roots_age ON roots (noted_ms);
  `,
  `
  CREATE TABLE tallies (
    tally TEXT NOT NULL,
    uid TEXT NOT NULL,
    entry TEXT NOT NULL,
    expires_ms INTEGER NOT NULL,
    PRIMARY KEY (tally, uid)
  ) WITHOUT ROWID;
  CREATE INDEX tallies_expiry ON tallies (expires_ms);
  `,
  `
  ALTER TABLE window_stamps ADD COLUMN counted INTEGER NOT NULL DEFAULT 0;
  UPDATE window_stamps SET counted = position;
  `,
];

/** 'Trhd', in the file's header: tells our files from any other SQLite database. */
export const applicationId = 0x54726864;
