import { accountOf, bodyHash, insightOf, ownText } from '@trailhound/cloudtrail';
import type { InputItem, RecordItem } from '@trailhound/collector/inputs';
import { BoundedCounts } from './bounded-counts.js';
import { Oddities, type Oddity } from './oddities.js';

/** Different values told apart of each field. */
const maxValues = 10_000;
/** Records remembered to find copies of them; a copy of a later one is not noticed. */
const maxRemembered = 300_000;
const maxAheadMs = 24 * 60 * 60 * 1000;
const maxShownValue = 200;

/** The fields counted, each with how a record says it. */
export const countedFields = ['eventName', 'eventSource', 'account', 'region', 'kind', 'errorCode', 'insight'] as const;
export type CountedField = (typeof countedFields)[number];

/** Records of one account in one region: how many, from when to when (epoch milliseconds). */
export interface Whereabouts {
  readonly account: string;
  readonly region: string;
  records: number;
  firstMs: number;
  lastMs: number;
}

/** What some inputs hold, while they are read. Memory is bounded, whatever they hold. */
export class Inspection {
  records = 0;
  /** Of the records, uncompressed. */
  bytes = 0;
  firstMs = Number.POSITIVE_INFINITY;
  lastMs = Number.NEGATIVE_INFINITY;
  readonly counts: Readonly<Record<CountedField, BoundedCounts>> = {
    eventName: new BoundedCounts(maxValues),
    eventSource: new BoundedCounts(maxValues),
    account: new BoundedCounts(maxValues),
    region: new BoundedCounts(maxValues),
    kind: new BoundedCounts(maxValues),
    errorCode: new BoundedCounts(maxValues),
    insight: new BoundedCounts(maxValues),
  };
  readonly skipped = new BoundedCounts(maxValues);
  readonly oddities = new Oddities();
  readonly #inputs = new Set<string>();
  readonly #whereabouts = new Map<string, Whereabouts>();
  readonly #bodies = new Map<string, string>();
  copiesUnnoticed = false;

  constructor(private readonly nowMs: number) {}

  get inputs(): number {
    return this.#inputs.size;
  }

  get whereabouts(): readonly Whereabouts[] {
    return [...this.#whereabouts.values()].sort((a, b) => b.records - a.records || a.firstMs - b.firstMs);
  }

  add(input: string, item: InputItem): void {
    this.#inputs.add(input);
    switch (item.kind) {
      case 'record':
        this.#record(input, item);
        return;
      case 'skipped':
        this.skipped.add(item.reason);
        return;
      case 'rejected': {
        const { reason, message, offset, index } = item;
        this.oddities.note({ reason, message, input, offset, ...(index !== undefined && { index }) });
        return;
      }
      case 'unreadable':
        this.oddities.note({ reason: 'unreadable', message: item.message, input });
        return;
      default:
        item satisfies never;
    }
  }

  #record(input: string, item: RecordItem): void {
    const { record, eventTimeMs } = item;
    this.records += 1;
    this.bytes += item.bytes.length;
    this.firstMs = Math.min(this.firstMs, eventTimeMs);
    this.lastMs = Math.max(this.lastMs, eventTimeMs);
    const eventName = short(ownText(record, 'eventName'));
    const account = short(accountOf(record));
    const region = short(ownText(record, 'awsRegion'));
    const source = short(ownText(record, 'eventSource'));
    const { counts } = this;
    if (eventName !== undefined) counts.eventName.add(eventName);
    if (source !== undefined) counts.eventSource.add(source);
    if (account !== undefined) counts.account.add(account);
    if (region !== undefined) counts.region.add(region);
    counts.kind.add(kindOf(item));
    const insight = insightText(item);
    if (insight === undefined) counts.errorCode.add(short(ownText(record, 'errorCode')) ?? 'none');
    else counts.insight.add(insight);
    this.#locate(account ?? 'unknown', region ?? 'unknown', eventTimeMs);
    for (const oddity of this.#odditiesOf(item, { eventName, source, account, region }))
      this.oddities.noteRecord(input, item, oddity, eventName);
  }

  #locate(account: string, region: string, eventTimeMs: number): void {
    const key = JSON.stringify([account, region]);
    const known = this.#whereabouts.get(key);
    if (known === undefined) {
      if (this.#whereabouts.size < maxValues)
        this.#whereabouts.set(key, { account, region, records: 1, firstMs: eventTimeMs, lastMs: eventTimeMs });
      return;
    }
    known.records += 1;
    known.firstMs = Math.min(known.firstMs, eventTimeMs);
    known.lastMs = Math.max(known.lastMs, eventTimeMs);
  }

  *#odditiesOf(item: RecordItem, facts: Readonly<Record<string, string | undefined>>): Generator<Oddity> {
    if (item.uidSynthesised) yield 'no_event_id';
    const isEvent = insightText(item) === undefined;
    if (isEvent && facts['eventName'] === undefined) yield 'no_event_name';
    if (isEvent && facts['source'] === undefined) yield 'no_event_source';
    if (facts['account'] === undefined) yield 'no_account';
    if (facts['region'] === undefined) yield 'no_region';
    if (item.hasDuplicateMembers) yield 'duplicate_member';
    if (item.eventTimeMs > this.nowMs + maxAheadMs) yield 'future_event_time';
    if (!/^1\.\d{1,3}$/.test(ownText(item.record, 'eventVersion') ?? '')) yield 'unknown_event_version';
    const body = bodyHash(item.record);
    const before = this.#bodies.get(item.uid);
    if (before !== undefined) yield before === body ? 'repeated' : 'repeated_and_different';
    else if (this.#bodies.size < maxRemembered) this.#bodies.set(item.uid, body);
    else this.copiesUnnoticed = true;
  }
}

/**
 * `Management AwsApiCall` and its like: the category and the type AWS gives an event. Versions before 1.07 have no category.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
function kindOf({ record }: RecordItem): string {
  const category = short(ownText(record, 'eventCategory')) ?? 'no category';
  return `${category}, ${short(ownText(record, 'eventType')) ?? 'no type'}`;
}

/** What CloudTrail Insights found, in one line; undefined for an event. */
function insightText({ plain, record }: RecordItem): string | undefined {
  const found = plain === undefined ? insightOf(record) : undefined;
  if (found === undefined) return undefined;
  const { insight, eventName, eventSource, errorCode } = found;
  const parts = [insight.type ?? 'Insight', insight.state, eventName, eventSource && `(${eventSource})`, errorCode];
  return short(parts.filter((part) => part !== null).join(' '));
}

/** Values are text of whoever made the call: a long one is cut, so that memory stays bounded. */
function short(text: string | undefined): string | undefined {
  return text !== undefined && text.length > maxShownValue ? `${text.slice(0, maxShownValue)}…` : text;
}
