import { autoScalingGroupOf, isJsonObject, type RecordView } from '@trailhound/cloudtrail';
import { type GroupValue, type Parsed, type Problem, readActions, type Summarise } from '@trailhound/contracts';
import { fieldText } from '../condition/field-value.js';
import type { SourceDocument } from '../source/source-document.js';
import { fieldRef } from './field-ref.js';

/** What an action of a rule counts, ready to be read from records. */
export interface Counted extends Summarise {
  /** Which of the rule's actions, from 0. */
  readonly action: number;
  /** How long after the alert it is told, milliseconds. */
  readonly afterMs: number;
  /** The values of `groupBy`; null where the record does not say. */
  group(record: RecordView): readonly GroupValue[];
}

/** The scaling group a record is about, wherever it says so; no path leads to a tag by its name. */
const scalingGroup = 'autoScalingGroup';

/** What the actions of a rule count. Actions that are refused, and what counts by fields that are none, are left out. */
export function countedBy(actions: readonly unknown[]): readonly Counted[] {
  return readActions(actions).notify.flatMap(({ index, afterMs, summarise }) => {
    if (summarise === undefined) return [];
    const readers: ((record: RecordView) => GroupValue)[] = [];
    for (const name of summarise.groupBy) {
      const read = readerOf(name);
      if (!read.ok) return [];
      readers.push(read.value);
    }
    return [{ ...summarise, action: index, afterMs, group: (record) => readers.map((read) => read(record)) }];
  });
}

/** What is wrong with the actions of a document, each at its place. */
export function actionProblems(document: SourceDocument, actions: readonly unknown[]): readonly Problem[] {
  const { notify, refused } = readActions(actions);
  const fields = notify.flatMap(({ index, summarise }) =>
    (summarise?.groupBy ?? []).flatMap((name, at) => {
      const read = readerOf(name);
      const place = document.placeOf(['actions', index, 'summarise', 'groupBy', at]);
      return read.ok ? [] : read.problems.map((problem) => ({ ...problem, place }));
    }),
  );
  return [
    ...refused.map(({ at, message }): Problem => {
      const path = at.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
      return {
        code: 'RULE_BAD_VALUE',
        message: `actions${path} ${message}`,
        place: document.placeOf(['actions', ...at]),
      };
    }),
    ...fields,
  ];
}

function readerOf(name: string): Parsed<(record: RecordView) => GroupValue> {
  if (name === scalingGroup) {
    return {
      ok: true,
      value(view) {
        const record = view.root('record');
        return (isJsonObject(record) && autoScalingGroupOf(record)) || null;
      },
    };
  }
  const field = fieldRef(name);
  return field.ok ? { ok: true, value: (view) => fieldText(field.value, view) } : field;
}
