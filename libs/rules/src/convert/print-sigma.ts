import type { Condition, GlobToken, Scalar } from '../condition/condition.js';
import { simplifyCondition } from '../condition/simplify-condition.js';
import { type Conversion, cannotSay, combined, dottedName } from './conversion.js';

/** The detection of a Sigma rule (specification 2.1): named selections and the condition over them. */
export type SigmaDetection = Readonly<Record<string, unknown>> & { readonly condition: string };

/**
 * A condition as a Sigma detection of the same meaning. Sigma compares without case unless told `cased`, so tests that
 * heed case say so; a field that is missing or null is `null`.
 */
export function printSigma(condition: Condition): Conversion<SigmaDetection> {
  const selections = new Map<string, string>();
  const named: Record<string, unknown> = {};
  const selection = (body: Readonly<Record<string, unknown>>): string => {
    const key = JSON.stringify(body);
    const known = selections.get(key);
    if (known !== undefined) return known;
    const name = `selection${selections.size + 1}`;
    selections.set(key, name);
    named[name] = body;
    return name;
  };
  const expression = expressionOf(simplifyCondition(condition), selection);
  return expression.ok ? { ok: true, value: { ...named, condition: expression.value } } : expression;
}

type Select = (body: Readonly<Record<string, unknown>>) => string;

function expressionOf(condition: Condition, select: Select): Conversion {
  switch (condition.kind) {
    case 'and':
    case 'or':
      if (condition.of.length === 0) return cannotSay(condition, 'Sigma has no constant conditions');
      return combined(
        condition.of.map((part) => expressionOf(part, select)),
        (parts) => `(${parts.join(` ${condition.kind} `)})`,
      );
    case 'not':
      return combined([expressionOf(condition.of, select)], ([part = '']) => `not ${part}`);
    case 'exists':
      return condition.mode === 'nonNull'
        ? nullTest(condition, select, 'not ')
        : cannotSay(condition, `Sigma does not tell "${condition.mode}" from other ways to be there`);
    case 'isNull':
      return condition.mode === 'missingOrNull'
        ? nullTest(condition, select, '')
        : cannotSay(condition, 'null in Sigma is missing too');
    default:
      return fieldTest(condition, select);
  }
}

function nullTest(
  condition: Extract<Condition, { kind: 'exists' | 'isNull' }>,
  select: Select,
  before: string,
): Conversion {
  const name = dottedName(condition.path);
  if (name === undefined) return cannotSay(condition, 'Sigma cannot name this field');
  return { ok: true, value: `${before}${select({ [name]: null })}` };
}

function fieldTest(condition: Condition, select: Select): Conversion {
  if (!('path' in condition) || condition.kind === 'elem') return cannotSay(condition, 'Sigma has no such test');
  const name = dottedName(condition.path);
  if (name === undefined) return cannotSay(condition, 'Sigma cannot name this field');
  if ('neg' in condition && condition.neg === true)
    return cannotSay(condition, 'Sigma cannot ask for a value that fails a test');
  const say = (modifiers: string, value: unknown): Conversion => ({
    ok: true,
    value: select({ [`${name}${modifiers}`]: value }),
  });
  const cased = 'fold' in condition && condition.fold === true ? '' : '|cased';
  switch (condition.kind) {
    case 'eq':
      return literal(condition, [condition.value], (values) => say(cased, values[0]));
    case 'in':
      return literal(condition, condition.values, (values) => say(cased, values));
    case 'prefix':
      return strictText(condition) ?? say(`|startswith${cased}`, escaped(condition.text));
    case 'suffix':
      return strictText(condition) ?? say(`|endswith${cased}`, escaped(condition.text));
    case 'contains':
      return strictText(condition) ?? say(`|contains${cased}`, escaped(condition.text));
    case 'wildcard':
      return strictText(condition) ?? say(cased, globText(condition.glob));
    case 'regex': {
      const flags = condition.flags === '' ? '' : [...condition.flags].map((flag) => `|${flag}`).join('');
      return (
        strictText(condition) ??
        say(`|re${flags}`, condition.anchor === 'full' ? `^(?:${condition.source})$` : condition.source)
      );
    }
    case 'cidr':
      return say('|cidr', condition.nets.length === 1 ? condition.nets[0] : [...condition.nets]);
    default:
      return cannotSay(condition, 'Sigma has no such test');
  }
}

/** Sigma compares texts, and numbers and booleans by their text: what is compared strictly by type cannot be said. */
function literal(
  condition: Extract<Condition, { kind: 'eq' | 'in' }>,
  values: readonly Scalar[],
  say: (values: readonly string[]) => Conversion,
): Conversion {
  if (condition.coerce !== 'text') return cannotSay(condition, 'Sigma compares by text, whatever the JSON type');
  if (values.some((value) => value === null)) return cannotSay(condition, 'null cannot stand in a list of values');
  return say(values.map((value) => escaped(String(value))));
}

function strictText(condition: { readonly coerce?: string } & Condition): Conversion<never> | undefined {
  return condition.coerce === 'strict'
    ? cannotSay(condition, 'Sigma takes numbers and booleans for their text')
    : undefined;
}

/** `*`, `?` and `\` are wildcards and the escape in Sigma's strings. */
function escaped(text: string): string {
  return text.replace(/[*?\\]/g, (character) => `\\${character}`);
}

function globText(glob: readonly GlobToken[]): string {
  return glob
    .map((token) => (token.kind === 'literal' ? escaped(token.text) : token.kind === 'any' ? '*' : '?'))
    .join('');
}
