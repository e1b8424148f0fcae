import { type FieldPath, recordPath } from '@trailhound/cloudtrail';
import type { Problem } from '@trailhound/contracts';
import type { Condition } from '../../condition/condition.js';
import { lintAt, type PlacedLint } from '../../lint/placed-lint.js';
import type { RuleFileKeys } from '../../rule-file/rule-schema.js';
import type { SourceDocument } from '../../source/source-document.js';

/** The keys of a trigger and the fields they are compared with: exactly, case and all. */
const triggerFields = {
  eventNames: 'eventName',
  eventSources: 'eventSource',
  accounts: 'recipientAccountId',
  regions: 'awsRegion',
} as const;

type TriggerKey = keyof typeof triggerFields;
const triggerKeys = Object.keys(triggerFields) as readonly TriggerKey[];

/** The trigger as its document says it; keys it leaves out say nothing. */
export type Trigger = Readonly<Partial<Record<TriggerKey, readonly string[]>>>;

export function triggerOf(written: RuleFileKeys): Trigger {
  return Object.fromEntries(triggerKeys.flatMap((key) => (written[key] === undefined ? [] : [[key, written[key]]])));
}

/** What keeps a trigger from being used: no event names at all, or an empty list that would match nothing. */
export function triggerProblems(document: SourceDocument, trigger: Trigger): readonly Problem[] {
  const problems: Problem[] = [];
  if (trigger.eventNames === undefined) {
    const message = 'eventNames is missing: a gorillastack trigger names the events it responds to';
    problems.push({ code: 'RULE_MISSING_KEY', message, place: document.place, fix: 'add eventNames: [CreateBucket]' });
  }
  for (const key of triggerKeys) {
    if (trigger[key]?.length !== 0) continue;
    const message = `${key} is empty, so nothing could match`;
    const fix = key === 'eventNames' ? 'name the events' : `name at least one, or leave ${key} out to take all`;
    problems.push({ code: 'RULE_BAD_VALUE', message, fix, place: document.placeOf([key]) });
  }
  return problems;
}

/** One test a key: the field is one of the names. */
export function triggerConditions(trigger: Trigger): readonly Condition[] {
  return triggerKeys.flatMap((key): readonly Condition[] => {
    const values = trigger[key];
    const path: FieldPath = { ...recordPath(triggerFields[key]), arrays: 'explicit' };
    return values === undefined ? [] : [{ kind: 'in', path, values, coerce: 'strict' }];
  });
}

/** Names of calls that read: CloudTrail records them, the event bus does not carry them. */
const readOnlyName = /^(?:Describe|Get|List|Lookup|Head|BatchGet|Search|Select|Scan|Query)[A-Z]/;

export function triggerLints(document: SourceDocument, trigger: Trigger, subject: string): readonly PlacedLint[] {
  const names = (trigger.eventNames ?? []).flatMap((name, index) => {
    if (!readOnlyName.test(name)) return [];
    const message = `${name} only reads: GorillaStack's trigger never sees such calls, here they are evaluated`;
    const advice = 'keep it if that is wanted';
    return [lintAt(document.placeOf(['eventNames', index]), { code: 'I-READONLY', message, advice }, subject)];
  });
  const literal = triggerKeys.flatMap((key) =>
    (trigger[key] ?? []).flatMap((value, index) => {
      if (!/[*?]/.test(value)) return [];
      const message = `${value} is compared as it is: a trigger knows no wildcards`;
      const advice = 'list the names one by one';
      return [lintAt(document.placeOf([key, index]), { code: 'W-LITERAL-WILDCARD', message, advice }, subject)];
    }),
  );
  return [...names, ...literal];
}
