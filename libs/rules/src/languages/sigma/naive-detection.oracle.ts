import { BlockList } from 'node:net';
import type { NamedValues } from '../language.js';
import type { Detection, Expression, Item, PlainValue, Search } from './syntax.js';

/** A character, or a wildcard. */
type Unit = string | { readonly wild: '*' | '?' };

/**
 * What a detection means, said a second time and as plainly as possible: over the syntax tree and a parsed record, without
 * the condition it lowers to. Tests hold the lowering and the compiled index against it. The detection must have been read
 * without a problem.
 */
export function naiveMatches(detection: Detection, record: unknown, named: NamedValues = {}): boolean {
  return detection.conditions.some((expression) => expressionHolds(expression, detection, record, named));
}

function expressionHolds(node: Expression, detection: Detection, record: unknown, named: NamedValues): boolean {
  const holds = (part: Expression): boolean => expressionHolds(part, detection, record, named);
  const isFound = (name: string): boolean => {
    const search = detection.searches.get(name);
    return search !== undefined && searchHolds(search, record, named);
  };
  switch (node.kind) {
    case 'and':
      return node.of.every(holds);
    case 'or':
      return node.of.some(holds);
    case 'not':
      return !holds(node.of);
    case 'name':
      return isFound(node.name);
    case 'of':
      return node.quantifier === 'all' ? node.names.every(isFound) : node.names.some(isFound);
    case 'broken':
      throw new Error('a broken condition means nothing');
    default:
      return node satisfies never;
  }
}

function searchHolds({ alternatives }: Search, record: unknown, named: NamedValues): boolean {
  return alternatives.some((items) => items.every((item) => itemHolds(item, record, named)));
}

function itemHolds(item: Item, record: unknown, named: NamedValues): boolean {
  const each = item.values.map((value) => valueHolds(value, item, record, named));
  const found = item.modifiers.includes('all') ? each.every(Boolean) : each.some(Boolean);
  return item.modifiers.includes('neq') ? !found : found;
}

function valueHolds(written: PlainValue, { field, modifiers }: Item, record: unknown, named: NamedValues): boolean {
  const has = (name: string): boolean => modifiers.includes(name);
  const { value, typed } = written;
  const seen = field === null ? everyText(record) : walk(record, field.split('.'));
  const fold = (text: string): string => (has('cased') ? text : text.toLowerCase());
  const whole = (leaf: unknown): readonly string[] => (field === null ? [String(leaf)] : textsOf(leaf));

  if (value === null) return seen.every((leaf) => leaf === null);
  if (has('exists')) return isPresent(record, (field ?? '').split('.')) === value;
  if (has('cidr')) return seen.some((leaf) => typeof leaf === 'string' && isInside(leaf, String(value)));
  if (has('re')) {
    const flags = ['i', 'm', 's'].filter(has).join('');
    const expression = new RegExp(String(typeof value === 'string' ? value : typed), `${flags}u`);
    return seen.flatMap(whole).some((text) => expression.test(text));
  }
  if (has('fieldref')) {
    const others = walk(record, String(value).split('.'));
    const isValue = (leaf: unknown): boolean => leaf !== null;
    const kind = ['contains', 'startswith', 'endswith'].find(has);
    if (!seen.some(isValue) || !others.some(isValue)) return false;
    const isSame = (left: unknown, right: unknown): boolean =>
      left === null && right === null && kind === undefined
        ? true
        : scalarText(left).some((one) => scalarText(right).some((other) => compareTexts(fold(one), kind, fold(other))));
    return seen.some((left) => others.some((right) => isSame(left, right)));
  }
  const op = (['lt', 'lte', 'gt', 'gte'] as const).find(has);
  const part = (['minute', 'hour', 'day', 'week', 'month', 'year'] as const).find(has);
  if (part !== undefined)
    return seen.some((leaf) => {
      const moment = typeof leaf === 'string' && /^\d{4}-\d\d-\d\dT/.test(leaf) ? new Date(leaf) : undefined;
      return moment !== undefined && compareNumbers(partOf(moment, part), op, Number(value));
    });
  if (op !== undefined)
    return seen.some((leaf) => {
      const isNumber = typeof leaf === 'number' || (typeof leaf === 'string' && /^[+-]?\d+(\.\d+)?$/.test(leaf));
      return isNumber && compareNumbers(Number(leaf), op, Number(value));
    });

  const forms =
    typeof value === 'string' ? spellings(unitsOf(value), modifiers, named) : [[...String(value)], [...typed]];
  return forms.some((form) => {
    const all = [...form];
    if (field === null || has('contains') || has('endswith')) all.unshift({ wild: '*' });
    if (field === null || has('contains') || has('startswith')) all.push({ wild: '*' });
    const isOnlyStars = all.length > 0 && all.every((unit) => typeof unit === 'object' && unit.wild === '*');
    if (isOnlyStars) return seen.some((leaf) => leaf !== null);
    const source = all.map((unit) =>
      typeof unit === 'string' ? literally(fold(unit)) : unit.wild === '*' ? '[^]*' : '[^]',
    );
    const expression = new RegExp(`^${source.join('')}$`, 'u');
    return seen.flatMap(whole).some((text) => expression.test(fold(text)));
  });
}

function spellings(
  form: readonly Unit[],
  modifiers: readonly string[],
  named: NamedValues,
): readonly (readonly Unit[])[] {
  let forms: (readonly Unit[])[] = [form];
  let bytes: Buffer[] = [];
  for (const name of modifiers) {
    const asBytes = (): readonly Buffer[] => (bytes.length > 0 ? bytes : forms.map((one) => Buffer.from(one.join(''))));
    if (name === 'expand') forms = forms.flatMap((one) => expanded(one, named));
    else if (name === 'windash') forms = forms.flatMap(dashes);
    else if (name === 'wide' || name === 'utf16le') bytes = forms.map((one) => Buffer.from(one.join(''), 'utf16le'));
    else if (name === 'utf16be') bytes = forms.map((one) => Buffer.from(one.join(''), 'utf16le').swap16());
    else if (name === 'utf16') bytes = forms.map((one) => Buffer.from(`\uFEFF${one.join('')}`, 'utf16le'));
    else if (name === 'base64') {
      forms = asBytes().map((one) => [...one.toString('base64')]);
      bytes = [];
    } else if (name === 'base64offset') {
      forms = asBytes().flatMap((one) => [0, 1, 2].map((shift) => [...stablePart(one, shift)]));
      bytes = [];
    }
  }
  return bytes.length > 0 ? bytes.map((one) => [...one.toString('latin1')]) : forms;
}

/** The Base64 characters all of whose bits come from `bytes`, when `shift` other bytes stand before and some behind. */
function stablePart(bytes: Buffer, shift: number): string {
  const text = Buffer.concat([Buffer.alloc(shift), bytes, Buffer.alloc(3)]).toString('base64');
  const firstBit = shift * 8;
  const endBit = firstBit + bytes.length * 8;
  return [...text].filter((_, at) => at * 6 >= firstBit && at * 6 + 6 <= endBit).join('');
}

function expanded(form: readonly Unit[], named: NamedValues): readonly (readonly Unit[])[] {
  const at = form.indexOf('%');
  const end = form.indexOf('%', at + 1);
  if (at < 0 || end < 0) return [form];
  const name = form.slice(at + 1, end).join('');
  return [named[name] ?? []]
    .flat()
    .flatMap((value) =>
      expanded(form.slice(end + 1), named).map((rest) => [...form.slice(0, at), ...String(value), ...rest]),
    );
}

function dashes(form: readonly Unit[]): readonly (readonly Unit[])[] {
  const isWord = (unit: Unit | undefined): boolean => typeof unit === 'string' && /\w/.test(unit);
  const at = form.findIndex(
    (unit, index) =>
      typeof unit === 'string' && /[-/–—―]/.test(unit) && !isWord(form[index - 1]) && isWord(form[index + 1]),
  );
  if (at < 0) return [form];
  const rests = dashes(form.slice(at + 1));
  return ['-', '/', '–', '—', '―'].flatMap((dash) => rests.map((rest) => [...form.slice(0, at), dash, ...rest]));
}

function unitsOf(text: string): readonly Unit[] {
  const units: Unit[] = [];
  for (const [part] of text.matchAll(/\\[\\*?]|./gsu)) {
    if (part === '*' || part === '?') units.push({ wild: part });
    else units.push(part.length === 2 && part.startsWith('\\') ? part.slice(1) : part);
  }
  return units;
}

function literally(text: string): string {
  return [...text].map((character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`).join('');
}

function compareTexts(left: string, op: string | undefined, right: string): boolean {
  if (op === 'contains') return left.includes(right);
  if (op === 'startswith') return left.startsWith(right);
  return op === 'endswith' ? left.endsWith(right) : left === right;
}

function compareNumbers(left: number, op: string | undefined, right: number): boolean {
  if (op === 'lt') return left < right;
  if (op === 'lte') return left <= right;
  if (op === 'gt') return left > right;
  return op === 'gte' ? left >= right : left === right;
}

function partOf(moment: Date, part: 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'): number {
  const iso = moment.toISOString();
  if (part === 'year') return Number(iso.slice(0, 4));
  if (part === 'month') return Number(iso.slice(5, 7));
  if (part === 'day') return Number(iso.slice(8, 10));
  if (part === 'hour') return Number(iso.slice(11, 13));
  if (part === 'minute') return Number(iso.slice(14, 16));
  // The week is the number of Thursdays of the year up to this week's.
  const thursday = new Date(moment);
  thursday.setUTCDate(thursday.getUTCDate() + 4 - (thursday.getUTCDay() || 7));
  const days =
    (Date.UTC(thursday.getUTCFullYear(), thursday.getUTCMonth(), thursday.getUTCDate()) -
      Date.UTC(thursday.getUTCFullYear(), 0, 1)) /
    86_400_000;
  return Math.floor(days / 7) + 1;
}

function isInside(address: string, net: string): boolean {
  const [base = '', bits] = net.split('/');
  if (!/^\d+\.\d+\.\d+\.\d+$/.test(address)) return false;
  const list = new BlockList();
  list.addSubnet(base, Number(bits ?? 32), 'ipv4');
  return list.check(address, 'ipv4');
}

/** The leaf's text; an object as its JSON, and as the same with its inner quotes laid bare. */
function textsOf(leaf: unknown): readonly string[] {
  if (typeof leaf !== 'object' || leaf === null) return scalarText(leaf);
  const json = JSON.stringify(leaf);
  return [json, json.replaceAll('\\"', '"')];
}

function scalarText(leaf: unknown): readonly string[] {
  return leaf === null || typeof leaf === 'object' || leaf === undefined ? [] : [String(leaf)];
}

function everyText(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(everyText) : [];
}

function isPresent(value: unknown, names: readonly string[]): boolean {
  const last = names.slice(0, -1).reduce<unknown[]>((at, name) => at.flatMap((one) => members(one, name)), [value]);
  return (
    last.some((one) => members(one, names.at(-1) ?? '').length > 0) &&
    (walk(value, names).length > 0 || isPlain(value, names))
  );
}

/** Whether the last name is a member without arrays on the way. */
function isPlain(value: unknown, names: readonly string[]): boolean {
  let here = value;
  for (const name of names) {
    if (typeof here !== 'object' || here === null || Array.isArray(here) || !Object.hasOwn(here, name)) return false;
    here = (here as Record<string, unknown>)[name];
  }
  return true;
}

function members(value: unknown, name: string): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((element) => members(element, name));
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return [];
  return [(value as Record<string, unknown>)[name]];
}

function walk(value: unknown, names: readonly string[]): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((element) => walk(element, names));
  const [name, ...rest] = names;
  if (name === undefined) return [value];
  return members(value, name).flatMap((member) => walk(member, rest));
}
