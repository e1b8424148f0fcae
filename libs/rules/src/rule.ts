import type { Place, RuleIdentity, Severity } from '@trailhound/contracts';
import type { Condition, LeafPath } from './condition/condition.js';
import type { Correlation } from './correlation/correlation.js';
import type { LanguageName } from './languages/language.js';
import type { PlacedLint } from './lint/placed-lint.js';
import type { TitlePart } from './rule-file/title.js';

/** A field as a rule names it, with where it is to be found; aliases try several paths in turn. */
export interface FieldRef {
  readonly name: string;
  /** The first path that reaches a value other than null wins. */
  readonly paths: readonly LeafPath[];
  /** The value where no path reaches one; `event_type` is always `cloudtrail`. */
  readonly constant?: string;
}

/** Mutes a rule's matches in event time, visibly: a muted alert is still published, marked with these facts. */
export interface Suppression {
  readonly id: string;
  readonly when: Condition;
  readonly reason: string;
  readonly owner: string;
  /** Epoch milliseconds, inclusive; absent = always. */
  readonly fromMs?: number;
  /** Epoch milliseconds, exclusive; absent = no end. */
  readonly untilMs?: number;
  readonly place: Place;
}

export interface Threshold {
  readonly count: number;
  readonly withinMs: number;
  /** Count different values of this field instead of records. */
  readonly distinct?: FieldRef;
}

/**
 * What a rule's test expects of its events. `match`: the condition holds for at least one; `no-match`: for none;
 * `{ alerts }`: so many alerts that are not muted come of them, thresholds, dedup and the rule's own suppressions applied.
 */
export type RuleExpectation = 'match' | 'no-match' | { readonly alerts: number };

export interface RuleTest {
  readonly name: string;
  readonly events: readonly unknown[];
  readonly expect: RuleExpectation;
  readonly place: Place;
  /** Functions its author replaced for it, by name. They are not replaced here, so what it expects may not come out. */
  readonly mocks?: readonly string[];
}

/** A severity an alert has instead of its rule's, where a condition holds for its first record. */
export interface SeverityCase {
  readonly when: Condition;
  readonly severity: Severity;
}

/** A rule ready to run: understood, checked, defaults applied. What stands in a file before that is a `RuleDocument`. */
export interface Rule {
  readonly id: string;
  /** With `{field}` placeholders. */
  readonly title: string;
  /** What is shown instead of `title`, where its placeholders say more than a path: other spellings, other fields. */
  readonly titleParts?: readonly TitlePart[];
  readonly description?: string;
  readonly severity: Severity;
  /** The first that holds decides. */
  readonly severityCases?: readonly SeverityCase[];
  readonly enabled: boolean;
  /** Record its alerts, notify nobody. */
  readonly audit: boolean;
  readonly language: LanguageName;
  /** The condition as its author wrote it, for people to read. */
  readonly conditionText: string;
  readonly condition: Condition;
  readonly groupBy: readonly FieldRef[];
  readonly threshold: Threshold | null;
  /** Null: every matching record is an alert. */
  readonly dedupMs: number | null;
  readonly identity: RuleIdentity;
  readonly stateHash: string;
  readonly suppressions: readonly Suppression[];
  readonly fields: readonly FieldRef[];
  /** Fields whose most frequent values an alert shows, over the records it stands for. */
  readonly summary?: readonly FieldRef[];
  /** Destinations its alerts ask for, by the names or ids its author uses. */
  readonly destinations?: readonly string[];
  readonly tags: readonly string[];
  readonly frameworks: Readonly<Record<string, readonly string[]>>;
  readonly runbook?: string;
  readonly reference?: string;
  /** All of them, where its language has several; the first is `reference`. */
  readonly references?: readonly string[];
  readonly falsePositives?: readonly string[];
  readonly author?: string;
  /** How mature its author calls it: `stable`, `test`, `experimental`, `deprecated`. */
  readonly status?: string;
  /** When it was written, and last changed, as its author wrote it. */
  readonly date?: string;
  readonly modified?: string;
  readonly actions: readonly unknown[];
  readonly tests: readonly RuleTest[];
  readonly pack?: string;
  readonly place: Place;
  /** For a rule over the matches of other rules; `condition` then holds for the records that can enter it. */
  readonly correlation?: Correlation;
  /** Raises no alert of its own: a correlation looks at its matches, or its author wants none, or how it groups is unknown. */
  readonly isSilent?: true;
  /** Found in the rule and not accepted by its file. */
  readonly lints: readonly PlacedLint[];
  /** Lint codes the file accepts. */
  readonly acceptedLints: readonly string[];
}
