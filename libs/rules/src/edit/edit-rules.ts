import type { Parsed, Problem } from '@trailhound/contracts';
import type { RulesContent } from '../revisions/rules-content.js';
import type { Rule } from '../rule.js';
import type { RuleFile } from '../rule-set/load-rule-set.js';
import { isRuleFile } from '../rule-set/rule-files.js';
import type { EditableDocument } from './edit-document.js';
import { documentAt, editedAt, fileFor, refusedEdit, withFile } from './edit-files.js';

/** The content with a rule file that was not there: at `path`, or where new ones go. */
export function addRules(content: RulesContent, text: string, path?: string): Parsed<RulesContent> {
  if (
    path !== undefined &&
    !(isRuleFile(path) && path.split('/').every((step) => /^[\w. -]+$/.test(step) && !/^\.+$/.test(step)))
  ) {
    const fix = 'give it a name such as team/rule.yaml, in folders below the top';
    return refusedEdit('RULES_EDIT_IMPOSSIBLE', `${path} is no name of a rule file`, fix);
  }
  const file = { path: path ?? fileFor(content.rules, 'rule'), text };
  return withNew(content, file);
}

/** The content with the file a rule stands in replaced. What else stands in it is replaced with it. */
export function replaceRules(content: RulesContent, { place }: Rule, text: string): Parsed<RulesContent> {
  const file = content.rules.find(({ path }) => path === place.file);
  if (file === undefined) return impossible(place.file, 'is not there');
  return { ok: true, value: { ...content, rules: withFile(content.rules, { ...file, text }) } };
}

/** The content with a rule turned on or off in its own text; the same content where it is so already. */
export function setRuleEnabled(content: RulesContent, rule: Rule, enabled: boolean): Parsed<RulesContent> {
  if (rule.enabled === enabled) return { ok: true, value: content };
  return edited(content, rule, ({ map, text }) => {
    map.set(rule.language === 'panther' ? 'Enabled' : 'enabled', enabled);
    return text();
  });
}

/** The content without a rule; its file goes with it where nothing else stands there. */
export function removeRule(content: RulesContent, rule: Rule): Parsed<RulesContent> {
  return edited(content, rule, (document) => document.withoutIt());
}

/** The content with a copy of a rule under another id, in a file of its own beside the first. */
export function cloneRule(content: RulesContent, rule: Rule, id: string): Parsed<RulesContent> {
  const found = documentAt(content.rules, rule.place);
  if (found === undefined) return impossible(rule.place.file, 'cannot be edited in place');
  const { file, document } = found;
  document.map.set(rule.language === 'panther' ? 'RuleID' : 'id', id);
  const folder = file.path.slice(0, file.path.lastIndexOf('/') + 1);
  const { realPath: _, ...kept } = file;
  return withNew(content, { ...kept, path: fileFor(content.rules, id, folder), text: document.alone() });
}

function edited(
  content: RulesContent,
  rule: Rule,
  edit: (document: EditableDocument) => string | undefined,
): Parsed<RulesContent> {
  const rules = editedAt(content.rules, rule.place, edit);
  if (rules === undefined) return impossible(rule.place.file, 'cannot be edited in place');
  return { ok: true, value: { ...content, rules } };
}

function withNew(content: RulesContent, file: RuleFile): Parsed<RulesContent> {
  if (content.rules.some(({ path }) => path === file.path)) {
    return refusedEdit('RULES_FILE_TAKEN', `${file.path} is there already`, 'give another file name, or edit its rule');
  }
  return { ok: true, value: { ...content, rules: withFile(content.rules, file) } };
}

function impossible(path: string, why: string): { readonly ok: false; readonly problems: readonly Problem[] } {
  return refusedEdit('RULES_EDIT_IMPOSSIBLE', `${path} ${why}`, 'send the whole text of the file instead');
}
