export type { CompiledRules, Evaluation, RecordHints } from './compile/compiled-rules.js';
export type { Condition, GlobToken, Outcome, Scalar, Span, TextTest, TokenTest } from './condition/condition.js';
export {
  type LanguageName,
  languageNames,
  type NamedValue,
  type NamedValues,
  type TextLanguage,
} from './languages/language.js';
export { type Lint, type LintLevel, lintLevel, type TextEdit } from './lint/lint.js';
export type { FieldRef, Rule, RuleExpectation, RuleTest, Suppression, Threshold } from './rule.js';
