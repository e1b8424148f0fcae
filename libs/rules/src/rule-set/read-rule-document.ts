import { didYouMean, type Parsed, type Problem } from '@trailhound/contracts';
import type { DocumentLanguage, ReadContext, RuleFilter } from '../languages/document-language.js';
import type { TextLanguage } from '../languages/language.js';
import type { LanguageRegistry } from '../languages/registry.js';
import { readTextRule } from '../rule-file/read-text-rule.js';
import type { RuleDraft } from '../rule-file/rule-draft.js';
import type { SourceDocument } from '../source/source-document.js';

/**
 * The rules of a document, read by the language it names or, where it names none, by the one language its shape or its
 * condition fits. Doubt is a problem that says what was considered.
 */
export function readRuleDocument(
  document: SourceDocument,
  context: ReadContext,
  languages: LanguageRegistry,
): Parsed<readonly RuleDraft[]> {
  const { value } = document;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse(document, 'RULE_NOT_A_RULE', 'is no rule: a rule is a mapping', 'write id, title and condition');
  const members = value as Readonly<Record<string, unknown>>;
  const named = Object.hasOwn(members, 'language') ? members.language : undefined;
  if (typeof named === 'string') return readNamed(document, named, context, languages);

  const fitting = languages.document.filter((language) => language.recognises(document));
  const [only, ...others] = fitting;
  if (only && others.length === 0) return only.read(document, context);
  if (fitting.length > 1) return doubt(document, 'fits', fitting);
  if (typeof members.condition === 'string') return readUnnamedText(document, context, languages);
  // The key check finds more than the missing condition: a misspelt `conditon`, above all.
  const [first] = languages.text;
  if (first && looksLikeRule(members)) return readTextRule(document, first, context);
  return refuse(
    document,
    'RULE_NOT_A_RULE',
    `is no rule in any language; considered: ${considered(languages)}`,
    'every YAML and JSON file under a rules folder is read as a rule; keep other files elsewhere',
  );
}

/** The filter a document stands for; undefined where it is none in any language. */
export function readRuleFilter(
  document: SourceDocument,
  context: ReadContext,
  languages: LanguageRegistry,
): Parsed<RuleFilter> | undefined {
  for (const language of languages.document) {
    const filter = language.readFilter?.(document, context);
    if (filter !== undefined) return filter;
  }
  return undefined;
}

function readNamed(
  document: SourceDocument,
  name: string,
  context: ReadContext,
  languages: LanguageRegistry,
): Parsed<readonly RuleDraft[]> {
  const text = languages.text.find((language) => language.name === name);
  if (text) return readTextRule(document, text, context);
  const whole = languages.document.find((language) => language.name === name);
  if (whole) return whole.read(document, context);
  const available = [...languages.text, ...languages.document].map((language) => language.name);
  const near = didYouMean(name, available);
  return refuse(
    document,
    'RULE_UNKNOWN_LANGUAGE',
    `there is no language ${JSON.stringify(name)}`,
    near && near !== name ? `did you mean ${near}?` : `available: ${available.join(', ')}`,
    ['language'],
  );
}

/** A text condition is tried in every text language it looks like: one that accepts it is it, two are a doubt, none is an error. */
function readUnnamedText(
  document: SourceDocument,
  context: ReadContext,
  languages: LanguageRegistry,
): Parsed<readonly RuleDraft[]> {
  const condition = document.textAt(['condition'])?.value ?? '';
  const claiming = languages.text.filter((language) => language.claims?.(condition) === true);
  const plausible = claiming.length > 0 ? claiming : languages.text.filter((language) => mayBeOf(document, language));
  const attempts = plausible.map((language) => ({ language, read: readTextRule(document, language, context) }));
  const accepting = attempts.filter(({ language }) => accepts(document, language, context));
  const [only, ...others] = accepting;
  if (only && others.length === 0) return only.read;
  if (accepting.length > 1)
    return doubt(
      document,
      'has a condition that reads as',
      accepting.map(({ language }) => language),
    );
  const [single] = attempts;
  if (single && attempts.length === 1) return saysWhatWasTried(single.read, single.language);
  return refuse(
    document,
    'RULE_NO_LANGUAGE',
    `names no language and its condition reads as none of ${languages.text.map(({ name }) => name).join(', ')}`,
    'add language: to see what is wrong with the condition',
    ['condition'],
  );
}

/** With one text language there is no doubt, but the author should know as what the condition was read. */
function saysWhatWasTried(read: Parsed<readonly RuleDraft[]>, { name }: TextLanguage): Parsed<readonly RuleDraft[]> {
  if (read.ok) return read;
  const note = `; no language is named, so it was read as ${name}`;
  const isOfCondition = ({ code }: Problem): boolean => code.startsWith('E-');
  return {
    ok: false,
    problems: read.problems.map((problem) =>
      isOfCondition(problem) ? { ...problem, message: problem.message + note } : problem,
    ),
  };
}

/** Whether the condition looks like this language, in which it may yet have mistakes. */
function mayBeOf(document: SourceDocument, language: TextLanguage): boolean {
  const condition = document.textAt(['condition']);
  return condition === undefined || language.recognises?.(condition.value) !== false;
}

/** Whether the language can read the condition, whatever else the document has wrong. */
function accepts(document: SourceDocument, language: TextLanguage, context: ReadContext): boolean {
  const condition = document.textAt(['condition']);
  const { values } = document.value as { values?: unknown };
  const own = typeof values === 'object' && values !== null && !Array.isArray(values) ? values : {};
  return condition !== undefined && language.lower(condition.value, { ...own, ...context.values }).ok;
}

function looksLikeRule(members: Readonly<Record<string, unknown>>): boolean {
  const names = Object.keys(members);
  return names.some((name) => didYouMean(name, ['condition', 'threshold', 'groupBy', 'severity']) !== undefined);
}

function considered(languages: LanguageRegistry): string {
  const text = languages.text.map(({ name }) => `${name} (a mapping with condition as text)`);
  return [...text, ...languages.document.map(({ name, shape }) => `${name} (${shape})`)].join(', ');
}

function doubt(
  document: SourceDocument,
  how: string,
  languages: readonly (DocumentLanguage | TextLanguage)[],
): Parsed<never> {
  const names = languages.map(({ name }) => name);
  return refuse(
    document,
    'RULE_NO_LANGUAGE',
    `names no language and ${how} each of ${names.join(', ')}`,
    `add language: ${names.join(' or language: ')}`,
  );
}

function refuse(
  document: SourceDocument,
  code: string,
  message: string,
  fix: string,
  path: readonly string[] = [],
): Parsed<never> {
  const problem: Problem = { code, message, fix, place: document.placeOf(path) };
  return { ok: false, problems: [problem] };
}
