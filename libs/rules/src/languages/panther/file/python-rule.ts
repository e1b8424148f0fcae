import { canonicalJson, type Place } from '@trailhound/contracts';
import type { Span } from '../../../condition/condition.js';
import { lintAt } from '../../../lint/placed-lint.js';
import type { FieldRef } from '../../../rule.js';
import { accountGroup } from '../../../rule-file/field-ref.js';
import type { TitlePart } from '../../../rule-file/title.js';
import type { SourceDocument } from '../../../source/source-document.js';
import { valueAt } from '../../../source/value-at.js';
import type { ReadContext } from '../../document-language.js';
import { readContext } from '../alert/context.js';
import { readSeverity } from '../alert/severity.js';
import { fieldsRead, readTemplate, templateFields, templateText } from '../alert/template.js';
import { lowerRule } from '../lower/lower-rule.js';
import { parsePython } from '../python/parse-python.js';
import type { FunctionNode, PythonModule } from '../python/syntax.js';
import { countingOf } from './counting.js';
import type { Logic } from './logic.js';
import type { Findings } from './metadata.js';
import type { PantherKeys } from './panther-keys.js';
import { readInlineFilters } from './simple-rule.js';

/** Functions that change an alert in Panther and nothing here. */
const ignoredFunctions = ['description', 'reference', 'runbook', 'destinations'] as const;

/** Reads a rule whose logic is `Filename`, a Python file beside it. Only rule(event) decides whether it can be read. */
export function readPythonLogic(
  document: SourceDocument,
  keys: PantherKeys,
  { sibling }: ReadContext,
  findings: Findings,
): Logic | undefined {
  const name = keys.Filename ?? '';
  const text = /[/\\]/.test(name) ? undefined : sibling(name);
  if (text === undefined) {
    findings.problems.push({
      code: 'RULE_SIBLING',
      message: `Filename names ${JSON.stringify(name.slice(0, 100))}, which is not there`,
      fix: 'put the Python file into the folder of the rule, under exactly this name',
      place: document.placeOf(['Filename']),
    });
    return undefined;
  }
  const placeOf = placesIn(siblingPath(document.file, name), text);
  const refuse = (problems: readonly { code: string; message: string; span: Span; fix?: string }[]): undefined => {
    for (const { code, message, span, fix } of problems) {
      findings.problems.push({ code, message, ...(fix !== undefined && { fix }), place: placeOf(span) });
    }
    return undefined;
  };
  const parsed = parsePython(text);
  if (!parsed.ok) return refuse(parsed.problems);
  const rule = lowerRule(parsed.module, (span) => `line ${placeOf(span).line}`);
  if (!rule.ok) return refuse(rule.problems);
  const filters = readInlineFilters(document, findings);
  const source = valueAt(document.value, ['InlineFilters']);
  const alert = new AlertFunctions(parsed.module, keys, findings, placeOf);
  return {
    sourceText: source === undefined ? text : `${text.trim()}\n${canonicalJson({ InlineFilters: source })}`,
    conditionText: text,
    condition: filters.kind === 'true' ? rule.condition : { kind: 'and', of: [filters, rule.condition] },
    ...alert.read(),
  };
}

/** What the other functions of the file say of alerts; where one cannot be read, what stands in for it and a lint. */
class AlertFunctions {
  readonly #module: PythonModule;
  readonly #keys: PantherKeys;
  readonly #findings: Findings;
  readonly #placeOf: (span: Span) => Place;

  constructor(module: PythonModule, keys: PantherKeys, findings: Findings, placeOf: (span: Span) => Place) {
    this.#module = module;
    this.#keys = keys;
    this.#findings = findings;
    this.#placeOf = placeOf;
  }

  read(): Pick<Logic, 'title' | 'titleParts' | 'counting' | 'fields' | 'severityCases' | 'isSilent'> {
    for (const name of ignoredFunctions) {
      const called = this.#function(name);
      if (called) this.#lint('I-PY-IGNORED', called, `${name}() changes nothing here`, `the file's own key stands`);
    }
    const parts = this.#title();
    const { groupBy, isKnown } = this.#group(parts);
    return {
      title: parts === undefined ? this.#keys.DisplayName : templateText(parts),
      ...(parts !== undefined && { titleParts: parts }),
      counting: countingOf(this.#keys, groupBy, this.#distinct()),
      fields: this.#context(),
      severityCases: this.#severity(),
      ...(!isKnown && { isSilent: true }),
    };
  }

  #function(name: string): FunctionNode | undefined {
    return this.#module.unclear.has(name) ? undefined : this.#module.functions.get(name);
  }

  #lint(code: string, { span }: FunctionNode, message: string, advice: string): void {
    this.#findings.lints.push(lintAt(this.#placeOf(span), { code, message, advice }, this.#findings.subject));
  }

  #title(): readonly TitlePart[] | undefined {
    const called = this.#function('title');
    const template = called && readTemplate(called, this.#module);
    if (called === undefined || template?.ok === undefined) return undefined;
    if (template.ok) return template.parts;
    this.#lint(
      'W-PY-TITLE',
      called,
      `title() uses ${template.refused}, so alerts are headed with DisplayName`,
      'return one text with fields of the event in it',
    );
    return undefined;
  }

  /** The fields of the dedup string: what dedup() returns, else the title; without both there is one group. */
  #group(title: readonly TitlePart[] | undefined): {
    readonly groupBy: readonly FieldRef[];
    readonly isKnown: boolean;
  } {
    const dedup = this.#function('dedup');
    if (dedup !== undefined) {
      const template = readTemplate(dedup, this.#module);
      if (template.ok) return { groupBy: templateFields(template.parts), isKnown: true };
      this.#lint(
        'E-PY-DEDUP',
        dedup,
        `dedup() uses ${template.refused}, so it is not known which matches are one alert: the rule raises none`,
        'return one text with fields of the event in it; scan --matches shows its matches all the same',
      );
      return { groupBy: [], isKnown: false };
    }
    if (title !== undefined) return { groupBy: templateFields(title), isKnown: true };
    const called = this.#function('title');
    if (called === undefined) return { groupBy: [], isKnown: true };
    // Equal fields make equal titles, so that no two different titles ever share an alert.
    const fields = fieldsRead(called, this.#module);
    return { groupBy: fields.length > 0 ? fields : [accountGroup], isKnown: true };
  }

  /** Panther's unique(event): the threshold counts different values instead of matches. */
  #distinct(): FieldRef | undefined {
    const called = this.#function('unique');
    if (called === undefined || (this.#keys.Threshold ?? 1) === 1) return undefined;
    const template = readTemplate(called, this.#module);
    const fields = template.ok ? templateFields(template.parts) : [];
    const [only, ...others] = fields;
    if (only !== undefined && others.length === 0) return only;
    const what = template.ok ? 'more than one field' : template.refused;
    this.#lint('W-PY-UNIQUE', called, `unique() uses ${what}, so matches are counted`, 'return one field of the event');
    return undefined;
  }

  #context(): readonly FieldRef[] {
    const called = this.#function('alert_context');
    if (called === undefined) return [];
    const { fields, skipped } = readContext(called, this.#module);
    if (skipped.length > 0) {
      const left = [...new Set(skipped)].slice(0, 5).join(', ');
      this.#lint('W-PY-CONTEXT', called, `alert_context() is read without ${left}`, 'return a dict of event fields');
    }
    return fields;
  }

  #severity(): Logic['severityCases'] {
    const called = this.#function('severity');
    const read = called && readSeverity(called, this.#module);
    if (called === undefined || read === undefined) return [];
    if (read.ok) return read.cases;
    this.#lint(
      'W-PY-SEVERITY',
      called,
      `severity() cannot be read (${read.refused}), so alerts have the rule's Severity`,
      'return constant severities',
    );
    return [];
  }
}

/** The path of a file in the same folder. */
function siblingPath(file: string, name: string): string {
  return file.slice(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1) + name;
}

function placesIn(file: string, text: string): (span: Span) => Place {
  return ({ start }) => {
    const before = text.slice(0, start).split('\n');
    return { file, line: before.length, column: (before.at(-1) ?? '').length + 1 };
  };
}
