import type { Catalogue } from '@trailhound/catalogue';
import type { Lint } from '../lint/lint.js';
import { comparePlacedLints, lintAt, lintInText, type PlacedLint } from '../lint/placed-lint.js';
import type { Rule } from '../rule.js';
import type { LoadedRules, RuleFile } from '../rule-set/load-rule-set.js';
import { readDocuments } from '../source/read-documents.js';
import type { SourceDocument } from '../source/source-document.js';
import { catalogueLints } from './catalogue-lints.js';

/**
 * A loaded rule set whose lints also say what the catalogue knows, placed in the files it was loaded from. What a file
 * accepts is left out, and so is what the rule's language has found already.
 */
export function withCatalogueLints(loaded: LoadedRules, files: readonly RuleFile[], catalogue: Catalogue): LoadedRules {
  const documentOf = documentsByPlace(files);
  const found = loaded.rules
    .filter(({ correlation }) => correlation === undefined)
    .flatMap((rule) =>
      catalogueLints(rule, catalogue)
        .filter(({ code }) => !rule.acceptedLints.includes(code))
        .map((lint) => placed(lint, rule, documentOf(rule))),
    );
  const leaves = found.filter(({ code }) => code === 'W-LEAF');
  const kept = loaded.lints.filter((lint) => !leaves.some((leaf) => saysMore(leaf, lint)));
  const added = found.filter((lint) => !kept.some((before) => isSame(before, lint)));
  return { ...loaded, lints: [...kept, ...added].sort(comparePlacedLints) };
}

function documentsByPlace(files: readonly RuleFile[]): (rule: Rule) => SourceDocument | undefined {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const documents = new Map<string, readonly SourceDocument[]>();
  return ({ place }) => {
    const text = texts.get(place.file);
    if (text === undefined) return undefined;
    const known = documents.get(place.file) ?? readDocuments(place.file, text).documents;
    documents.set(place.file, known);
    return known.find((document) => document.place.line === place.line && document.place.column === place.column);
  };
}

/** In the condition's text where the document has it as it is, else at the rule. */
function placed(lint: Lint, rule: Rule, document: SourceDocument | undefined): PlacedLint {
  const path = ['condition'];
  const text = document?.textAt(path);
  if (document !== undefined && text !== undefined && text.value === rule.conditionText && lint.span !== undefined)
    return lintInText(text, lint, { document: document.number, path, subject: rule.id });
  const { fix: _, ...plain } = lint;
  return lintAt(rule.place, plain, rule.id);
}

/** A language that tells a lint itself tells it better: it knows what was written. */
function isSame(before: PlacedLint, lint: PlacedLint): boolean {
  if (before.code !== lint.code || before.subject !== lint.subject) return false;
  if (lint.span === undefined || before.span === undefined) return true;
  return before.span.start === lint.span.start || before.message === lint.message;
}

/** Where a name turns out to be one of requests or responses, that it is unfamiliar need not be said. */
function saysMore(leaf: PlacedLint, lint: PlacedLint): boolean {
  const [name = ''] = leaf.message.split(' ');
  return (
    lint.code === 'W-UNKNOWN-FIELD' &&
    lint.subject === leaf.subject &&
    lint.message.includes(`: "${name}" is unfamiliar`)
  );
}
