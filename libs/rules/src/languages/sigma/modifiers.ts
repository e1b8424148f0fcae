import { didYouMean } from '@trailhound/contracts';
import type { NumberOp, TimePart } from '../../condition/condition.js';
import type { NamedValues } from '../language.js';
import {
  base64,
  base64Offsets,
  bytesAsText,
  dashVariants,
  maxDashVariants,
  type Utf16,
  utf8Bytes,
  utf16Bytes,
} from './encodings.js';
import { expand } from './placeholders.js';
import { plainText, type SigmaText, surrounded } from './sigma-text.js';
import { describeValue, type FieldOp, type SigmaValue } from './values.js';

/** What a modifier makes of a value: one or several values, or why it cannot be applied. */
type Applied = readonly SigmaValue[] | Refusal;

export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly fix?: string;
}

export function isRefusal<T extends object>(value: T | Refusal): value is Refusal {
  return 'code' in value;
}

/** How an item compares, besides its values. */
export interface ItemMode {
  /** All values must hold, not one. */
  readonly all: boolean;
  readonly cased: boolean;
  readonly neq: boolean;
}

type Transform = (value: SigmaValue, values: NamedValues) => Applied;

const numberOps: ReadonlyMap<string, NumberOp> = new Map([
  ['lt', '<'],
  ['lte', '<='],
  ['gt', '>'],
  ['gte', '>='],
]);
const timeParts: readonly TimePart[] = ['minute', 'hour', 'day', 'week', 'month', 'year'];
const regexFlags = ['i', 'm', 's'];

const transforms: ReadonlyMap<string, Transform> = new Map<string, Transform>([
  ['contains', affix('contains', true, true)],
  ['startswith', affix('prefix', false, true)],
  ['endswith', affix('suffix', true, false)],
  ['exists', exists],
  ['expand', (value, values) => (value.kind === 'text' ? expand(value.text, values) : [value])],
  ['re', (value) => fromRaw('re', value, (source) => ({ kind: 'regex', source, flags: '' }))],
  ['cidr', (value) => fromRaw('cidr', value, (net) => ({ kind: 'cidr', net: net.includes('/') ? net : ownNet(net) }))],
  ['fieldref', (value) => fromRaw('fieldref', value, (field) => ({ kind: 'field', field, op: '=' }))],
  ['windash', windash],
  ['base64', (value) => encoded('base64', value, (bytes) => [base64(bytes)])],
  ['base64offset', (value) => encoded('base64offset', value, base64Offsets)],
  ...(['wide', 'utf16le', 'utf16be', 'utf16'] as const).map((name) => [name, utf16(name)] as const),
  ...[...numberOps].map(([name, op]) => [name, compare(name, op)] as const),
  ...timeParts.map((part) => [part, timePart(part)] as const),
  ...regexFlags.map((flag) => [flag, flagged(flag)] as const),
]);
const modes: ReadonlySet<string> = new Set(['all', 'cased', 'neq']);

/** Every modifier there is. */
export const modifierNames: readonly string[] = [...transforms.keys(), ...modes];

/** Applies the modifiers to a value, from left to right. */
export function applyModifiers(
  value: SigmaValue,
  modifiers: readonly string[],
  named: NamedValues,
): readonly SigmaValue[] | Refusal {
  let values: readonly SigmaValue[] = [value];
  for (const name of modifiers) {
    if (modes.has(name)) continue;
    const transform = transforms.get(name);
    if (transform === undefined) return unknownModifier(name);
    const next: SigmaValue[] = [];
    for (const one of values) {
      const applied = transform(one, named);
      if (isRefusal(applied)) return applied;
      next.push(...applied);
    }
    values = next;
  }
  // Bytes no modifier has made a text of are compared one character a byte.
  return values.map((one) => (one.kind === 'bytes' ? literal(bytesAsText(one.bytes)) : one));
}

export function itemMode(modifiers: readonly string[]): ItemMode {
  return { all: modifiers.includes('all'), cased: modifiers.includes('cased'), neq: modifiers.includes('neq') };
}

function affix(op: FieldOp, before: boolean, behind: boolean): Transform {
  return (value) => {
    if (value.kind === 'field') return [{ ...value, op }];
    // A pattern is searched for anywhere already.
    if (value.kind === 'regex' && op === 'contains') return [value];
    const texts = textsOf(value);
    if (texts === undefined)
      return refuseKind(op === 'contains' ? 'contains' : `${op === 'prefix' ? 'starts' : 'ends'}with`, value);
    return texts.map((text) => ({ kind: 'text', text: surrounded(text, before, behind) }));
  };
}

function exists(value: SigmaValue): Applied {
  if (value.kind === 'scalar' && typeof value.value === 'boolean') return [{ kind: 'exists', wanted: value.value }];
  return { code: 'E-TYPE', message: `"exists" needs true or false, not ${describeValue(value)}` };
}

function fromRaw(name: string, value: SigmaValue, make: (raw: string) => SigmaValue): Applied {
  if (value.kind === 'scalar') return [make(value.spellings.at(-1) ?? '')];
  if (value.kind === 'text' && value.raw !== undefined) return [make(value.raw)];
  if (value.kind !== 'text') return refuseKind(name, value);
  return {
    code: 'E-TYPE',
    message: `"${name}" cannot follow a modifier that changes the text`,
    fix: `put ${name} first`,
  };
}

function flagged(flag: string): Transform {
  return (value) => {
    if (value.kind === 'regex')
      return [{ ...value, flags: value.flags.includes(flag) ? value.flags : value.flags + flag }];
    return { code: 'E-TYPE', message: `"${flag}" belongs behind "re"`, fix: `write re|${flag}` };
  };
}

function windash(value: SigmaValue): Applied {
  if (value.kind !== 'text') return refuseKind('windash', value);
  const variants = dashVariants(value.text);
  if (variants !== undefined) return variants.map((text) => ({ kind: 'text', text }));
  const message = `"windash" makes more than ${maxDashVariants} texts of this value`;
  return { code: 'E-LIMIT', message, fix: 'split the value into several with contains|all' };
}

function utf16(name: Utf16): Transform {
  return (value) => {
    const text = value.kind === 'text' ? plainText(value.text) : undefined;
    return text === undefined ? refuseWildcards(name, value) : [{ kind: 'bytes', bytes: utf16Bytes(text, name) }];
  };
}

function encoded(name: string, value: SigmaValue, encode: (bytes: Uint8Array) => readonly string[]): Applied {
  if (value.kind === 'bytes') return encode(value.bytes).map(literal);
  const text =
    value.kind === 'text' ? plainText(value.text) : value.kind === 'scalar' ? value.spellings.at(-1) : undefined;
  return text === undefined ? refuseWildcards(name, value) : encode(utf8Bytes(text)).map(literal);
}

function compare(name: string, op: NumberOp): Transform {
  return (value) => {
    if (value.kind === 'number' && value.part !== undefined) return [{ ...value, op }];
    const number = numberOf(value);
    return number === undefined
      ? { code: 'E-TYPE', message: `"${name}" needs a number, not ${describeValue(value)}` }
      : [{ kind: 'number', op, value: number }];
  };
}

function timePart(part: TimePart): Transform {
  return (value) => {
    const number = value.kind === 'number' && value.part === undefined ? value.value : numberOf(value);
    if (number === undefined)
      return { code: 'E-TYPE', message: `"${part}" needs a number, not ${describeValue(value)}` };
    return [{ kind: 'number', op: value.kind === 'number' ? value.op : '=', value: number, part }];
  };
}

function numberOf(value: SigmaValue): number | undefined {
  if (value.kind === 'scalar' && typeof value.value === 'number') return value.value;
  if (value.kind !== 'text' || value.raw === undefined || !/^-?\d+(\.\d+)?$/.test(value.raw)) return undefined;
  return Number(value.raw);
}

function textsOf(value: SigmaValue): readonly SigmaText[] | undefined {
  if (value.kind === 'text') return [value.text];
  if (value.kind === 'bytes') return [literal(bytesAsText(value.bytes)).text];
  return value.kind === 'scalar' ? value.spellings.map((text) => literal(text).text) : undefined;
}

function literal(text: string): SigmaValue & { readonly kind: 'text' } {
  return { kind: 'text', text: text === '' ? [] : [{ kind: 'literal', text }] };
}

/** The network that holds one address. */
function ownNet(address: string): string {
  return `${address}/${address.includes(':') ? 128 : 32}`;
}

function refuseKind(name: string, value: SigmaValue): Refusal {
  return { code: 'E-TYPE', message: `"${name}" cannot be applied to ${describeValue(value)}` };
}

function refuseWildcards(name: string, value: SigmaValue): Refusal {
  if (value.kind !== 'text') return refuseKind(name, value);
  return { code: 'E-TYPE', message: `"${name}" needs a text without wildcards`, fix: 'write \\* for a star' };
}

function unknownModifier(name: string): Refusal {
  const near = didYouMean(name, modifierNames);
  const fix = near === undefined ? `there is ${modifierNames.join(', ')}` : `did you mean ${near}?`;
  return { code: 'E-SYNTAX', message: `there is no modifier "${name.slice(0, 60)}"`, fix };
}
