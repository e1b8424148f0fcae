import type { Place, Severity } from '@trailhound/contracts';
import type { Condition } from '../condition/condition.js';
import type { CorrelationDraft } from '../correlation/correlation.js';
import type { LanguageName } from '../languages/language.js';
import type { PlacedLint } from '../lint/placed-lint.js';
import type { FieldRef, RuleTest, SeverityCase, Suppression, Threshold } from '../rule.js';
import type { TitlePart } from './title.js';

/** How a rule's matches become alerts, after its language's defaults. */
export interface Counting {
  readonly groupBy: readonly FieldRef[];
  /** Null for a plain rule. */
  readonly threshold: Threshold | null;
  /** Null: every matching record is an alert. */
  readonly dedupMs: number | null;
}

/** What a document wants to know beyond single matches: that something stays away, or is there for the first time. */
export type Watch =
  | {
      readonly kind: 'absence';
      readonly withinMs: number;
      /** What is missed, as written; absent: another match of the rule's own condition. */
      readonly of?: string;
    }
  | {
      readonly kind: 'first-seen';
      readonly withinMs: number;
      readonly of: readonly FieldRef[];
      readonly learnMs: number;
    };

/** What a document says about its rule besides the condition. */
export interface RuleKeys {
  readonly id: string;
  readonly title?: string;
  readonly titleParts?: readonly TitlePart[];
  readonly description?: string;
  readonly severity?: Severity;
  readonly severityCases?: readonly SeverityCase[];
  readonly enabled: boolean;
  readonly audit: boolean;
  readonly counting: Counting;
  readonly watch?: Watch;
  readonly fields: readonly FieldRef[];
  readonly summary?: readonly FieldRef[];
  readonly destinations?: readonly string[];
  readonly isSilent?: true;
  readonly tags: readonly string[];
  readonly frameworks: Readonly<Record<string, readonly string[]>>;
  readonly runbook?: string;
  readonly reference?: string;
  readonly references?: readonly string[];
  readonly falsePositives?: readonly string[];
  readonly author?: string;
  readonly status?: string;
  readonly date?: string;
  readonly modified?: string;
  readonly actions: readonly unknown[];
  readonly tests: readonly RuleTest[];
  readonly acceptedLints: readonly string[];
  readonly place: Place;
}

/** A rule as its document says it, understood by its language; `assembleRule` makes a `Rule` of it. */
export interface RuleDraft extends RuleKeys {
  readonly language: LanguageName;
  /** What the alert ids depend on: the condition as written, or the RFC 8785 JSON of the keys that make it up. */
  readonly sourceText: string;
  /** The condition as its author wrote it, for people to read. */
  readonly conditionText: string;
  readonly condition: Condition;
  /** For an absence that names what it misses: when a record is that. */
  readonly missed?: Condition;
  readonly suppressions: readonly Suppression[];
  /** What other documents may call it besides its id. */
  readonly name?: string;
  /** For a rule over other rules: its condition is that of the rules it names, once they are found. */
  readonly correlation?: CorrelationDraft;
  readonly lints: readonly PlacedLint[];
}
