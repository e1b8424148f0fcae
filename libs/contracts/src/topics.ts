/**
 * The topics of the pipeline, by role. `topicName` puts the configured prefix in front; nothing else builds a topic name.
 *
 * - `records`: key = uid, value = the record's bytes as AWS wrote them, headers {@link recordHeaderNames}.
 * - `alerts`: key = alert id, value = JSON of {@link Alert}. Several messages with one id are one alert.
 * - `changes`: compacted, key = alert id; that people acknowledged or closed an alert.
 * - `deliveries`: journal of every attempt at every delivery.
 * - `rulesState`: compacted; the rules and suppressions in force.
 * - `quarantine`: key = uid or object name; what could not be read, with the reason.
 * - `deadLetters`: key = delivery id; deliveries that were given up.
 */
export const topics = {
  records: 'cloudtrail.records',
  alerts: 'alerts',
  changes: 'alert.changes',
  deliveries: 'alert.deliveries',
  rulesState: 'rules.state',
  quarantine: 'cloudtrail.quarantine',
  deadLetters: 'alerts.dlq',
} as const;

export type Topic = (typeof topics)[keyof typeof topics];

/** The name of `topic` on a broker that several installations share. The prefix is taken as it is: `"acme."` gives `acme.alerts`. */
export function topicName(topic: Topic, prefix = ''): string {
  return `${prefix}${topic}`;
}
