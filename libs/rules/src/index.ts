export { catalogueLints } from './catalogue-lints/catalogue-lints.js';
export type { LintedRule } from './catalogue-lints/linted-rule.js';
export { withCatalogueLints } from './catalogue-lints/with-catalogue-lints.js';
export { type Comparison, compareConditions, type Relation } from './compare/compare-conditions.js';
export { compileRules } from './compile/compile-rules.js';
export type { CompiledRules, Evaluation, RecordHints } from './compile/compiled-rules.js';
export { type CompileOptions, RuleCompiler } from './compile/rule-compiler.js';
export { explainPlan, planCondition, type RulePlan } from './compile/rule-plan.js';
export { type Answers, AskingView, askedOf, withAnswersOf } from './condition/asking-view.js';
export { asksForInsights } from './condition/asks-for-insights.js';
export { type ConditionProblem, checkCondition, checkPath } from './condition/check-condition.js';
export { type CompiledCondition, compileCondition } from './condition/compile-condition.js';
export type {
  Condition,
  GlobToken,
  LeafPart,
  LeafPath,
  Outcome,
  Question,
  Scalar,
  Span,
  TextTest,
  TokenTest,
} from './condition/condition.js';
export { conditionKey, conditionsEqual } from './condition/condition-key.js';
export { fieldText, fieldValues } from './condition/field-value.js';
export { leafNumber, leafText } from './condition/leaf-text.js';
export { printCondition } from './condition/print-condition.js';
export { quoteText } from './condition/quote-text.js';
export { negateCondition, simplifyCondition } from './condition/simplify-condition.js';
export { questionsIn, walkCondition } from './condition/walk-condition.js';
export { type ConversionTarget, conversionTargets, convertRule } from './convert/convert-rule.js';
export {
  type Correlation,
  type CorrelationInput,
  type CorrelationType,
  correlationTypes,
  runsOnWindows,
} from './correlation/correlation.js';
export { createDescriber, type Indicator, type OutputField, type RuleDescription } from './describe/describe-rule.js';
export type { FieldTest } from './describe/field-tests.js';
export { addRules, cloneRule, removeRule, replaceRules, setRuleEnabled } from './edit/edit-rules.js';
export {
  addSuppression,
  endSuppression,
  removeSuppression,
  replaceSuppression,
  type SuppressionKeys,
} from './edit/edit-suppressions.js';
export { type EditIntent, judgeEdit } from './edit/judge-edit.js';
export { neededEnrichments, type UnmetEnrichment, unmetEnrichments } from './enrichment/needed-enrichments.js';
export { type Explanation, explainCondition } from './explain/explain-condition.js';
export { why } from './explain/why.js';
export { cloudwatch } from './languages/cloudwatch/cloudwatch.js';
export { printCloudWatch } from './languages/cloudwatch/print.js';
export type { DocumentLanguage, ReadContext, RuleFilter } from './languages/document-language.js';
export { type CompiledEventPattern, compileEventPattern } from './languages/eventbridge/compile-event-pattern.js';
export { eventbridge } from './languages/eventbridge/eventbridge.js';
export { printEventBridge } from './languages/eventbridge/print.js';
export {
  type LanguageName,
  languageNames,
  type NamedValue,
  type NamedValues,
  type TextLanguage,
} from './languages/language.js';
export { readCoralogixAlert } from './languages/lucene/import/coralogix.js';
export { readElastAlertRule } from './languages/lucene/import/elastalert.js';
export { readOpenSearchMonitor } from './languages/lucene/import/opensearch.js';
export { lucene } from './languages/lucene/lucene.js';
export type { LuceneOptions } from './languages/lucene/options.js';
export { type LanguageRegistry, languageRegistry } from './languages/registry.js';
export { sigma } from './languages/sigma/sigma.js';
export { type FieldAlias, threatstackAliases } from './languages/threatstack/aliases.js';
export { formatFilter } from './languages/threatstack/format.js';
export { threatstack } from './languages/threatstack/threatstack.js';
export { applyFixes, type FixedText } from './lint/apply-fixes.js';
export { type Lint, type LintLevel, lintLevel, type TextEdit } from './lint/lint.js';
export { isLintCode, type LintCode, type LintDoc, lintCodes } from './lint/lint-codes.js';
export { lintsReference } from './lint/lints-reference.js';
export { comparePlacedLints, comparePlaces, type FileFix, type PlacedLint } from './lint/placed-lint.js';
export { ruleProblemCodes } from './problem-codes.js';
export { type ComparedContent, changesNothing, contentChanges, namesKept } from './revisions/content-changes.js';
export { type LoadedContent, loadContent, loadContentSteps } from './revisions/load-content.js';
export { longestPushMs, planCleanUp } from './revisions/plan-clean-up.js';
export { type PushFacts, type PushPlan, planPush, type StateWrite } from './revisions/plan-push.js';
export {
  type IncompleteContent,
  keptRevisions,
  RevisionBook,
  type StateMessage,
} from './revisions/revision-book.js';
export { contentHash, noContent, orderedContent, type RulesContent } from './revisions/rules-content.js';
export type { FieldRef, Rule, RuleExpectation, RuleTest, SeverityCase, Suppression, Threshold } from './rule.js';
export { type Counted, countedBy } from './rule-file/actions.js';
export { accountGroup, fieldRef } from './rule-file/field-ref.js';
export { parseInstant } from './rule-file/instant.js';
export { maxThresholdCount, maxWindow, ruleSchemaText } from './rule-file/rule-schema.js';
export { parseTitle, type TitlePart } from './rule-file/title.js';
export {
  distinctFiles,
  type LoadedRules,
  loadRuleSet,
  loadRuleSetSteps,
  type RefusedRule,
  type RuleFile,
  type RuleSetOptions,
} from './rule-set/load-rule-set.js';
export type { PackAdaptation, PackAdaptations } from './rule-set/pack-adaptation.js';
export { KnownRuleFiles } from './rule-set/read-rule-files.js';
export { isRuleFile, isSameFile, packOf, siblingNames } from './rule-set/rule-files.js';
export { planRuleTests, type RuleTestCase, type RuleTestEvent } from './rule-test/plan-rule-tests.js';
export { compileFilter, type Filter, filterFile } from './search/compile-filter.js';
export { maxFileLength, readDocuments, type SourceFile } from './source/read-documents.js';
export type { SourceDocument, SourcePath, SourceText } from './source/source-document.js';
export { atOnce, inTurns, type Steps, type Turns } from './steps.js';
export {
  suppressionsFor,
  unknownTargetLints,
  withSuppressions,
  withSuppressionsSteps,
} from './suppression-file/apply-suppressions.js';
export {
  type FileSuppression,
  type LoadedSuppressions,
  loadSuppressions,
  type SuppressionOptions,
} from './suppression-file/load-suppressions.js';
export { newEndless } from './suppression-file/new-endless.js';
export { SuppressionFileKeys, suppressionSchemaText } from './suppression-file/suppression-schema.js';
export {
  type SuppressionState,
  suppressionPeriod,
  suppressionState,
  suppressionStates,
} from './suppression-file/suppression-state.js';
