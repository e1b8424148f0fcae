export type { CompiledRules, Evaluation, RecordHints } from './compile/compiled-rules.js';
export { type ConditionProblem, checkCondition, checkPath } from './condition/check-condition.js';
export { type CompiledCondition, compileCondition } from './condition/compile-condition.js';
export type {
  Condition,
  GlobToken,
  LeafPart,
  LeafPath,
  Outcome,
  Scalar,
  Span,
  TextTest,
  TokenTest,
} from './condition/condition.js';
export { conditionKey, conditionsEqual } from './condition/condition-key.js';
export { fieldText, fieldValues } from './condition/field-value.js';
export { printCondition } from './condition/print-condition.js';
export { quoteText } from './condition/quote-text.js';
export { negateCondition, simplifyCondition } from './condition/simplify-condition.js';
export { walkCondition } from './condition/walk-condition.js';
export {
  type LanguageName,
  languageNames,
  type NamedValue,
  type NamedValues,
  type TextLanguage,
} from './languages/language.js';
export { type FieldAlias, threatstackAliases } from './languages/threatstack/aliases.js';
export { formatFilter } from './languages/threatstack/format.js';
export { threatstack } from './languages/threatstack/threatstack.js';
export { type Lint, type LintLevel, lintLevel, type TextEdit } from './lint/lint.js';
export type { FieldRef, Rule, RuleExpectation, RuleTest, Suppression, Threshold } from './rule.js';
