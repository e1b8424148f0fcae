import { BlockList, isIP } from 'node:net';
import type { EventPattern, Excluded, Field, Match, NumericTerm } from './syntax.js';

/** A value of an event that is no container, under the dotted name of its place, with the array elements it stands in. */
interface Leaf {
  readonly name: string;
  readonly value: unknown;
  readonly elements: ReadonlyMap<unknown, number>;
}

/**
 * What a pattern means, said a second time the way EventBridge says it: the event as a list of leaves, and a choice of
 * leaves for the fields that agree about array elements. Knows nothing of conditions; only tests use it.
 */
export function naiveMatches(pattern: EventPattern, event: unknown): boolean {
  const leaves = [...flatten(event, '', new Map())];
  return alternatives(pattern).some((fields) => choose(fields, leaves, new Map(), []));
}

function alternatives({ parts }: EventPattern): readonly (readonly Field[])[] {
  return parts.reduce<readonly (readonly Field[])[]>(
    (rules, part) => {
      const added = part.kind === 'field' ? [[part]] : part.of.flatMap(alternatives);
      return rules.flatMap((rule) => added.map((more) => [...rule, ...more]));
    },
    [[]],
  );
}

function* flatten(value: unknown, name: string, elements: ReadonlyMap<unknown, number>): Generator<Leaf> {
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) {
      yield* flatten(element, name, new Map([...elements, [value, index]]));
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      yield* flatten(member, name === '' ? key : `${name}.${key}`, elements);
    }
  } else {
    yield { name, value, elements };
  }
}

/** Whether the fields left can be met, given the elements chosen so far and the names that must be absent in them. */
function choose(
  fields: readonly Field[],
  leaves: readonly Leaf[],
  chosen: ReadonlyMap<unknown, number>,
  absent: readonly string[],
): boolean {
  const [field, ...rest] = fields;
  if (field === undefined) {
    return absent.every((name) => !leaves.some((leaf) => leaf.name === name && agrees(leaf, chosen)));
  }
  const name = field.names.join('.');
  return field.matches.some((match) => {
    if (match.kind === 'exists' && !match.present) return choose(rest, leaves, chosen, [...absent, name]);
    return leaves.some((leaf) => {
      if (leaf.name !== name || !agrees(leaf, chosen) || !passes(match, leaf.value)) return false;
      return choose(rest, leaves, new Map([...chosen, ...leaf.elements]), absent);
    });
  });
}

function agrees(leaf: Leaf, chosen: ReadonlyMap<unknown, number>): boolean {
  return [...leaf.elements].every(([array, index]) => (chosen.get(array) ?? index) === index);
}

function passes(match: Match, value: unknown): boolean {
  const text = typeof value === 'string' ? value : undefined;
  switch (match.kind) {
    case 'literal':
      return value === match.value;
    case 'address':
      return (
        text !== undefined && isIP(text) > 0 && isInNet(text, `${match.text}/${isIP(match.text) === 4 ? 32 : 128}`)
      );
    case 'cidr':
      return text !== undefined && isIP(text) > 0 && isInNet(text, match.net);
    case 'exactly':
      return text === match.text;
    case 'equals-ignore-case':
      return text?.toLowerCase() === match.text.toLowerCase();
    case 'prefix':
      return text !== undefined && (match.fold ? startsFolded(text, match.text) : text.startsWith(match.text));
    case 'suffix':
      return text !== undefined && (match.fold ? endsFolded(text, match.text) : text.endsWith(match.text));
    case 'wildcard':
      return text !== undefined && likeExpression(match).test(text);
    case 'exists':
      return match.present;
    case 'numeric':
      return typeof value === 'number' && match.terms.every((term) => compares(value, term));
    case 'anything-but':
      return !isExcluded(match.excluded, value);
    default:
      return match satisfies never;
  }
}

function isExcluded(excluded: Excluded, value: unknown): boolean {
  switch (excluded.kind) {
    case 'literal':
      return excluded.values.some((literal) => literal === value);
    case 'prefix':
      return excluded.texts.some((text) => typeof value === 'string' && value.startsWith(text));
    case 'suffix':
      return excluded.texts.some((text) => typeof value === 'string' && value.endsWith(text));
    case 'equals-ignore-case':
      return excluded.texts.some((text) => typeof value === 'string' && value.toLowerCase() === text.toLowerCase());
    case 'wildcard':
      return excluded.globs.some((glob) => typeof value === 'string' && likeExpression({ glob }).test(value));
    default:
      return excluded satisfies never;
  }
}

function compares(value: number, { op, value: bound }: NumericTerm): boolean {
  if (op === '=') return value === bound;
  if (op.startsWith('<')) return value < bound || (op === '<=' && value === bound);
  return value > bound || (op === '>=' && value === bound);
}

function startsFolded(text: string, prefix: string): boolean {
  return text.toLowerCase().startsWith(prefix.toLowerCase());
}

function endsFolded(text: string, suffix: string): boolean {
  return text.toLowerCase().endsWith(suffix.toLowerCase());
}

function likeExpression({ glob }: Pick<Match & { kind: 'wildcard' }, 'glob'>): RegExp {
  const source = glob.map((token) =>
    token.kind === 'literal' ? token.text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&') : '.*',
  );
  return new RegExp(`^${source.join('')}$`, 'su');
}

function isInNet(address: string, net: string): boolean {
  const [base = '', bits = ''] = net.split('/');
  const family = isIP(base) === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(base, Number(bits), family);
  return (isIP(address) === 4) === (family === 'ipv4') && list.check(address, family);
}
