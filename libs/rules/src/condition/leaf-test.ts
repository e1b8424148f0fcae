import { isInNet, isOfClass, parseAddress, parseNet } from './address.js';
import { analyseText, hasPhrase } from './analyse-text.js';
import type { Condition, NumberOp, Scalar, TextTest, TokenTest } from './condition.js';
import { compileGlob } from './glob.js';
import { leafNumber, leafText } from './leaf-text.js';
import { compileRegex, type LinearRegex } from './regex.js';
import { timeOf, timePartOf } from './time-part.js';

/** The conditions that test the leaves one path reaches. */
export type LeafCondition = Condition & {
  readonly kind:
    | 'eq'
    | 'in'
    | 'prefix'
    | 'suffix'
    | 'contains'
    | 'wildcard'
    | 'regex'
    | 'cidr'
    | 'netContains'
    | 'ipClass'
    | 'num'
    | 'order'
    | 'time'
    | 'timePart'
    | 'tokens'
    | 'tokenTest';
};

type ValueTest = (value: unknown) => boolean;
type StringTest = (text: string) => boolean;

/** Compiles what a leaf must satisfy, `neg` left aside. Throws for a condition that `checkCondition` refuses. */
export function compileLeafTest(leaf: LeafCondition): ValueTest {
  switch (leaf.kind) {
    case 'eq':
      return oneOf([leaf.value], leaf.coerce, leaf.fold);
    case 'in':
      return oneOf(leaf.values, leaf.coerce, leaf.fold);
    case 'prefix':
    case 'suffix':
    case 'contains':
    case 'wildcard':
    case 'regex': {
      const test = leaf.kind === 'regex' && leaf.anchor === 'full' ? regexOf(leaf).full : compileTextTest(leaf);
      return leaf.coerce === 'strict' ? onText(test) : onLeafText(test);
    }
    case 'cidr': {
      const nets = leaf.nets.map((net) => parseNet(net) ?? unchecked(`network ${net}`));
      return onAddress((address) => nets.some((net) => isInNet(address, net)));
    }
    case 'netContains': {
      const addresses = leaf.addresses.map((text) => parseAddress(text) ?? unchecked(`address ${text}`));
      return onText((text) => {
        const net = parseNet(text);
        return net !== undefined && addresses.some((address) => isInNet(address, net));
      });
    }
    case 'ipClass':
      return onAddress((address) => isOfClass(address, leaf.class));
    case 'num': {
      const compare = compareWith<number>(leaf.op, leaf.value);
      if (leaf.coerce !== 'num') return (value) => typeof value === 'number' && compare(value);
      return (value) => {
        const number = leafNumber(value);
        return number !== undefined && compare(number);
      };
    }
    case 'order':
      return onText(compareWith<string>(leaf.op, leaf.value));
    case 'time': {
      const compare = compareWith<number>(leaf.op, leaf.valueMs);
      return onText((text) => {
        const epochMs = timeOf(text);
        return epochMs !== undefined && compare(epochMs);
      });
    }
    case 'timePart': {
      const compare = compareWith<number>(leaf.op, leaf.value);
      return onText((text) => {
        const number = timePartOf(text, leaf.part);
        return number !== undefined && compare(number);
      });
    }
    case 'tokens':
      return onTokens(tokensTest(leaf.tokens, leaf.mode));
    case 'tokenTest': {
      const test = compileTokenTest(leaf.test);
      return onTokens((tokens) => tokens.some(test));
    }
    default:
      return leaf satisfies never;
  }
}

/** Compiles a test of a text; a regex searches. Throws for a pattern that `checkCondition` refuses. */
export function compileTextTest(test: TextTest): StringTest {
  switch (test.kind) {
    case 'wildcard':
      return compileGlob(test.glob, test.fold);
    case 'regex':
      return regexOf(test).search;
    case 'tokens': {
      const holds = tokensTest(test.tokens, test.mode);
      return (text) => holds(analyseText(text));
    }
    case 'tokenTest': {
      const holds = compileTokenTest(test.test);
      return (text) => analyseText(text).some(holds);
    }
    default: {
      const wanted = test.fold ? test.text.toLowerCase() : test.text;
      const plain = plainTest(test.kind, wanted);
      return test.fold ? (text) => plain(text.toLowerCase()) : plain;
    }
  }
}

/** The comparison `value op literal`. */
export function compareWith<T extends string | number>(op: NumberOp, literal: T): (value: T) => boolean {
  switch (op) {
    case '<':
      return (value) => value < literal;
    case '<=':
      return (value) => value <= literal;
    case '>':
      return (value) => value > literal;
    case '>=':
      return (value) => value >= literal;
    case '=':
      return (value) => value === literal;
    case '!=':
      return (value) => value !== literal;
    default:
      return op satisfies never;
  }
}

function plainTest(kind: 'prefix' | 'suffix' | 'contains', wanted: string): StringTest {
  switch (kind) {
    case 'prefix':
      return (text) => text.startsWith(wanted);
    case 'suffix':
      return (text) => text.endsWith(wanted);
    case 'contains':
      return (text) => text.includes(wanted);
    default:
      return kind satisfies never;
  }
}

function oneOf(values: readonly Scalar[], coerce: 'strict' | 'text' | 'num', fold = false): ValueTest {
  if (coerce === 'num') {
    const numbers = new Set(values.map(leafNumber).filter((number) => number !== undefined));
    return (value) => {
      const number = leafNumber(value);
      return number !== undefined && numbers.has(number);
    };
  }
  const folded = (text: string) => (fold ? text.toLowerCase() : text);
  if (coerce === 'strict') {
    const scalars = new Set<unknown>(values.map((value) => (typeof value === 'string' ? folded(value) : value)));
    return (value) => scalars.has(typeof value === 'string' ? folded(value) : value);
  }
  const texts = new Set(values.map(leafText).map((text) => (text === undefined ? undefined : folded(text))));
  texts.delete(undefined);
  return onLeafText((text) => texts.has(folded(text)));
}

type TokensTest = (tokens: readonly string[]) => boolean;

function tokensTest(wanted: readonly string[], mode: 'phrase' | 'all' | 'any'): TokensTest {
  switch (mode) {
    case 'phrase':
      return (tokens) => hasPhrase(tokens, wanted);
    case 'all':
      return (tokens) => wanted.every((token) => tokens.includes(token));
    case 'any':
      return (tokens) => tokens.some((token) => wanted.includes(token));
    default:
      return mode satisfies never;
  }
}

function compileTokenTest(test: TokenTest): StringTest {
  switch (test.kind) {
    case 'wildcard':
      return compileGlob(test.glob);
    case 'regex':
      return regexOf(test).full;
    case 'range': {
      const { min, max, minOpen, maxOpen } = test;
      return (token) =>
        (min === undefined || (minOpen ? token > min : token >= min)) &&
        (max === undefined || (maxOpen ? token < max : token <= max));
    }
    default:
      return test satisfies never;
  }
}

function onText(test: StringTest): ValueTest {
  return (value) => typeof value === 'string' && test(value);
}

function onLeafText(test: StringTest): ValueTest {
  return (value) => {
    const text = leafText(value);
    return text !== undefined && test(text);
  };
}

/** A text has the tokens its analysis gives; a number or boolean, which no analyser sees, is one token. */
function onTokens(test: TokensTest): ValueTest {
  return (value) => {
    if (typeof value === 'string') return test(analyseText(value));
    const text = leafText(value);
    return text !== undefined && test([text]);
  };
}

function onAddress(test: (address: NonNullable<ReturnType<typeof parseAddress>>) => boolean): ValueTest {
  return onText((text) => {
    const address = parseAddress(text);
    return address !== undefined && test(address);
  });
}

function regexOf(pattern: { readonly source: string; readonly flags: string }): LinearRegex {
  const result = compileRegex(pattern.source, pattern.flags);
  return result.ok ? result.regex : unchecked(`pattern: ${result.message}`);
}

function unchecked(what: string): never {
  throw new TypeError(`a condition was compiled that checkCondition refuses: ${what}`);
}
