import type { Condition } from '../../../condition/condition.js';
import type { FieldRef, SeverityCase } from '../../../rule.js';
import type { Counting } from '../../../rule-file/rule-draft.js';
import type { TitlePart } from '../../../rule-file/title.js';

/** When a rule matches and how it alerts, read from a Simple Detection or from Python. */
export interface Logic {
  readonly sourceText: string;
  readonly conditionText: string;
  readonly condition: Condition;
  readonly title: string | undefined;
  readonly titleParts?: readonly TitlePart[];
  readonly counting: Counting;
  /** The alert's context. */
  readonly fields: readonly FieldRef[];
  readonly severityCases: readonly SeverityCase[];
  /** How its alerts group is not known, so it raises none. */
  readonly isSilent?: true;
}
