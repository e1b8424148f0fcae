import { type JsonObject, own, parseEventTime, recordUid } from '@trailhound/cloudtrail';
import type { Place } from '@trailhound/contracts';
import type { Rule, RuleExpectation } from '../rule.js';

/** An event of a rule's test as the detection machine wants it. */
export interface RuleTestEvent {
  /** As written: evaluated as it is, also without eventTime or eventID. */
  readonly record: JsonObject;
  /** The record as UTF-8 JSON text, for an evaluation that reads bytes. */
  readonly json: string;
  /**
   * What it counts as. An event with an eventID has the identity it has in the pipeline, so two copies are one; an event
   * without one is a record of its own, so that a threshold's test can repeat an event without inventing ids.
   */
  readonly uid: string;
  /** Its eventTime; where it has none, a millisecond after the event before it, so that times follow the events' order. */
  readonly eventTimeMs: number;
}

/** One test of a rule, ready to be run. */
export interface RuleTestCase {
  readonly name: string;
  readonly place: Place;
  readonly events: readonly RuleTestEvent[];
  readonly expect: RuleExpectation;
  /** Functions its author replaced for it; it may fail for want of them. */
  readonly mocks?: readonly string[];
}

/** The tests inside a rule's file, in their order. */
export function planRuleTests(rule: Rule): readonly RuleTestCase[] {
  return rule.tests.map(({ events, ...test }) => ({ ...test, events: planEvents(events) }));
}

function planEvents(events: readonly unknown[]): readonly RuleTestEvent[] {
  const records = events.map((event) => event as JsonObject);
  const times = orderedTimes(records);
  return records.map((record, index) => ({
    record,
    json: JSON.stringify(record),
    uid: own(record, 'eventID') === undefined ? `test-event-${index + 1}` : recordUid(record).uid,
    eventTimeMs: times[index] ?? 0,
  }));
}

/** Written times stay; leading events without one stand just before the first that has one, or at the epoch. */
function orderedTimes(records: readonly JsonObject[]): readonly number[] {
  const written = records.map((record) => {
    const time = parseEventTime(own(record, 'eventTime'));
    return time.ok ? time.epochMs : undefined;
  });
  const firstWritten = written.findIndex((time) => time !== undefined);
  let time = firstWritten === -1 ? -1 : (written[firstWritten] ?? 0) - firstWritten - 1;
  return written.map((own) => {
    time = own ?? time + 1;
    return time;
  });
}
