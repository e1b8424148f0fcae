import { insightMarks, isJsonObject, type LazyRecord, noValue, recordPath } from '@trailhound/cloudtrail';
import type { Scalar } from '../condition/condition.js';
import { FieldKeys } from './field-keys.js';
import { ValueTable } from './value-table.js';

/**
 * Tells of the open record what `isInsight` tells of a parsed one, without parsing it: asked of every record that some
 * rule matches.
 */
export class InsightTest {
  readonly #record: LazyRecord;
  readonly #type: FieldKeys<Scalar>;
  readonly #category: FieldKeys<Scalar>;
  readonly #details: number;

  constructor(record: LazyRecord) {
    this.#record = record;
    this.#type = equal(record, 'eventType', insightMarks.eventType);
    this.#category = equal(record, 'eventCategory', insightMarks.eventCategory);
    this.#details = record.slotOf(pathOf(insightMarks.details));
  }

  holds(): boolean {
    if (this.#type.read() > 0 || this.#category.read() > 0) return true;
    return this.#record.textAt(this.#details) !== noValue && this.#record.values(this.#details).some(isJsonObject);
  }
}

function equal(record: LazyRecord, member: string, text: string): FieldKeys<Scalar> {
  const keys = new FieldKeys(record, pathOf(member), new ValueTable({ coerce: 'strict', fold: false }));
  keys.add(text);
  return keys;
}

function pathOf(member: string) {
  return { ...recordPath(member), arrays: 'explicit' } as const;
}
