import type { NamedValues } from '../language.js';
import type { Filter, PathNode, ValueNode } from './syntax.js';

type Plain = string | number | boolean | null;

/**
 * What a filter means, said a second time and as plainly as possible: over the syntax tree and a parsed record, without
 * the condition it lowers to. Tests hold the lowering and the compiled index against it. The filter must have parsed
 * without a problem and lower without one.
 */
export function naiveMatches(filter: Filter, record: unknown, values: NamedValues = {}): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.of.every((part) => naiveMatches(part, record, values));
    case 'or':
      return filter.of.some((part) => naiveMatches(part, record, values));
    case 'not':
      return !naiveMatches(filter.of, record, values);
    case 'in': {
      const wanted = filter.values.flatMap((value) => plain(value, values));
      const seen = leavesOf(filter.path, record);
      return wanted.some((value) => isEqual(seen, value)) !== filter.negated;
    }
    case 'compare': {
      const [wanted = null] = plain(filter.value, values);
      const seen = leavesOf(filter.path, record);
      if (filter.op === '=') return isEqual(seen, wanted);
      if (filter.op === '!=') return !isEqual(seen, wanted);
      if (filter.op === 'not like') return !seen.some((leaf) => holds(leaf, 'like', wanted));
      return seen.some((leaf) => holds(leaf, filter.op, wanted));
    }
    case 'broken':
      throw new Error('a broken filter means nothing');
    default:
      return filter satisfies never;
  }
}

function isEqual(seen: readonly unknown[], wanted: Plain): boolean {
  if (wanted === null) return seen.every((leaf) => leaf === null);
  return seen.some((leaf) => {
    if (leaf === null || typeof leaf === 'object') return false;
    if (typeof wanted !== 'number') return String(leaf) === String(wanted);
    return isNumeric(leaf) && Number(leaf) === wanted;
  });
}

function holds(leaf: unknown, op: string, wanted: Plain): boolean {
  if (leaf === null || typeof leaf === 'object') return false;
  const text = String(leaf);
  const operand = String(wanted);
  switch (op) {
    case 'starts_with':
      return text.startsWith(operand);
    case 'ends_with':
      return text.endsWith(operand);
    case 'contains':
      return text.includes(operand);
    case 'like':
      return likeExpression(operand).test(text);
    default:
      return isNumeric(operand)
        ? isNumeric(leaf) && compares(Number(leaf), op, Number(operand))
        : typeof leaf === 'string' && compares(leaf, op, operand);
  }
}

function compares<T extends string | number>(left: T, op: string, right: T): boolean {
  return op === '<' ? left < right : op === '<=' ? left <= right : op === '>' ? left > right : left >= right;
}

function isNumeric(value: unknown): boolean {
  if (typeof value === 'number') return true;
  return typeof value === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value);
}

function likeExpression(pattern: string): RegExp {
  const [any, one] = /[%_]/.test(pattern) ? ['%', '_'] : ['*', '?'];
  if (!pattern.includes(any) && !pattern.includes(one)) return new RegExp(escaped(pattern), 's');
  const source = [...pattern].map((part) => (part === any ? '.*' : part === one ? '.' : escaped(part))).join('');
  return new RegExp(`^${source}$`, 'su');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function plain(value: ValueNode, values: NamedValues): readonly Plain[] {
  switch (value.kind) {
    case 'text':
      return [value.text];
    case 'number':
      return [/^-?0\d/.test(value.text) || !isExact(value.text) ? value.text : Number(value.text)];
    case 'boolean':
      return [value.value];
    case 'null':
      return [null];
    case 'named':
      return [values[value.name] ?? []].flat();
    default:
      return value satisfies never;
  }
}

function isExact(text: string): boolean {
  return Number.isFinite(Number(text)) && (!Number.isInteger(Number(text)) || Number.isSafeInteger(Number(text)));
}

function leavesOf({ text, segments }: PathNode, record: unknown): readonly unknown[] {
  switch (text) {
    case 'event_type':
      return ['cloudtrail'];
    case 'ip':
    case 'src_ip':
      return walk(record, ['sourceIPAddress']);
    case 'region':
      return walk(record, ['awsRegion']);
    case 'accountId':
      return firstKnown(walk(record, ['recipientAccountId']), walk(record, ['userIdentity', 'accountId']));
    case 'user': {
      const issuer = walk(record, ['userIdentity', 'sessionContext', 'sessionIssuer', 'userName']);
      const segment = walk(record, ['userIdentity', 'arn'])
        .map((arn) => (typeof arn === 'string' ? (/[^/:]*$/.exec(arn)?.[0] ?? '') : ''))
        .filter((part) => part !== '');
      return firstKnown(walk(record, ['userIdentity', 'userName']), issuer, segment);
    }
    default:
      return walk(record, segments);
  }
}

function firstKnown(...candidates: readonly (readonly unknown[])[]): readonly unknown[] {
  return candidates.find((leaves) => leaves.some((leaf) => leaf !== null)) ?? [];
}

function walk(value: unknown, segments: PathNode['segments']): readonly unknown[] {
  const [segment, ...rest] = segments;
  if (Array.isArray(value)) {
    if (typeof segment === 'number') return segment in value ? walk(value[segment], rest) : [];
    return value.flatMap((element) => walk(element, segments));
  }
  if (segment === undefined) return [value];
  if (typeof segment !== 'string' || typeof value !== 'object' || value === null) return [];
  return Object.hasOwn(value, segment) ? walk((value as Record<string, unknown>)[segment], rest) : [];
}
