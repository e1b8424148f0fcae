import { didYouMean, type Problem } from '@trailhound/contracts';
import { parseAddress, parseNet } from '../../../condition/address.js';
import type { Scalar } from '../../../condition/condition.js';
import { formatPath } from '../../../rule-file/check-keys.js';
import type { SourceDocument, SourcePath } from '../../../source/source-document.js';
import { valueAt } from '../../../source/value-at.js';
import { type ConditionDoc, conditions, listConditions } from './conditions.js';
import { readKey } from './read-key.js';
import type { CompareOp, KeyNode, Match, TestNode } from './syntax.js';

/** Deeper match expressions are refused. */
const maxMatchDepth = 20;

type Members = Readonly<Record<string, unknown>>;

/** Where match expressions stand: InlineFilters know fewer forms, list conditions look at an element. */
interface Within {
  readonly isFilter: boolean;
  readonly isElement: boolean;
  readonly depth: number;
}

/** Reads the match expressions at `path` (`Detection`, `InlineFilters`, `Conditions`); every deviation is a problem. */
export class DetectionReader {
  readonly #document: SourceDocument;
  readonly #problems: Problem[];

  constructor(document: SourceDocument, problems: Problem[]) {
    this.#document = document;
    this.#problems = problems;
  }

  /** A list of expressions, all of which must hold. */
  read(path: SourcePath, isFilter: boolean): readonly Match[] {
    return this.#list(path, { isFilter, isElement: false, depth: 0 });
  }

  #list(path: SourcePath, within: Within): readonly Match[] {
    const value = valueAt(this.#document.value, path);
    if (!Array.isArray(value)) return this.#refuse(path, `${formatPath(path)} must be a list of match expressions`);
    if (within.depth > maxMatchDepth) return this.#refuse(path, `match expressions nest at most ${maxMatchDepth} deep`);
    const inside = { ...within, depth: within.depth + 1 };
    return value.flatMap((_, index) => this.#expression([...path, index], inside));
  }

  #expression(path: SourcePath, within: Within): readonly Match[] {
    const members = this.#membersAt(path);
    if (members === undefined) return this.#refuse(path, `${formatPath(path)} must be a match expression`);
    const combinator = Object.keys(combinators).find((name) => Object.hasOwn(members, name));
    if (combinator !== undefined) return this.#combined(path, members, combinator, within);
    const condition = own(members, 'Condition');
    if (typeof condition !== 'string') {
      return this.#refuse(path, `${formatPath(path)} needs a Condition, or one of All, Any, OnlyOne, None`);
    }
    if (condition === 'AlwaysTrue' || condition === 'AlwaysFalse') {
      this.#known(path, members, ['Condition']);
      return [{ kind: 'always', value: condition === 'AlwaysTrue' }];
    }
    const quantifier = listConditions.get(condition);
    if (quantifier !== undefined) return this.#elements(path, members, quantifier, within);
    const doc = conditions.get(condition);
    if (doc !== undefined) return this.#test(path, members, doc, within);
    const near = didYouMean(condition, [...conditions.keys(), ...listConditions.keys(), 'AlwaysTrue', 'AlwaysFalse']);
    return this.#refuse(
      [...path, 'Condition'],
      `${formatPath([...path, 'Condition'])} ${JSON.stringify(condition)} is no condition`,
      near && `did you mean ${near}?`,
    );
  }

  #combined(path: SourcePath, members: Members, name: string, within: Within): readonly Match[] {
    this.#known(path, members, [name]);
    const kind = combinators[name as keyof typeof combinators];
    if (within.isFilter && (kind === 'one' || kind === 'none')) {
      return this.#refuse([...path, name], `${name} is not offered in InlineFilters; say it in Detection`);
    }
    return [{ kind, of: this.#list([...path, name], within) }];
  }

  #elements(
    path: SourcePath,
    members: Members,
    quantifier: 'any' | 'all' | 'one' | 'none',
    within: Within,
  ): readonly Match[] {
    this.#known(path, members, [...keyNames, 'Condition', 'Expressions']);
    if (within.isFilter) return this.#refuse(path, 'list conditions are not offered in InlineFilters');
    const key = this.#key(path, members, within);
    const of = this.#list([...path, 'Expressions'], { ...within, isElement: true });
    return key === undefined ? [] : [{ kind: 'elements', key, quantifier, of }];
  }

  #test(path: SourcePath, members: Members, doc: ConditionDoc, within: Within): readonly Match[] {
    this.#known(path, members, [...keyNames, 'Condition', 'Value', 'Values']);
    const hasKey = keyNames.some((name) => Object.hasOwn(members, name));
    const values = own(members, 'Values');
    if (!hasKey && Array.isArray(values) && values.some(isMembers)) return this.#compare(path, values, doc, within);
    const key = this.#key(path, members, within);
    const test = this.#testNode(path, members, doc);
    return key === undefined || test === undefined ? [] : [{ kind: 'test', key, test, negated: doc.negated === true }];
  }

  /** `Values: [{Key: a}, {Key: b}]`: the first field against the second. */
  #compare(path: SourcePath, values: readonly unknown[], doc: ConditionDoc, within: Within): readonly Match[] {
    const op = compareOps[doc.kind as keyof typeof compareOps] as CompareOp | undefined;
    if (op === undefined || values.length !== 2) {
      return this.#refuse(path, `${formatPath(path)} cannot compare ${values.length} fields by this condition`);
    }
    const [left, right] = values.map((value, index) => {
      const at = [...path, 'Values', index];
      return isMembers(value) ? this.#key(at, value, within) : undefined;
    });
    if (left === undefined || right === undefined) return this.#refuse(path, `${formatPath(path)} needs two keys`);
    return [{ kind: 'compare', left, op, right, fold: doc.fold === true, negated: doc.negated === true }];
  }

  #key(path: SourcePath, members: Members, within: Within): KeyNode | undefined {
    const found = readKey(members, within.isElement);
    if (found.ok) return found.key;
    this.#refuse([...path, ...(found.at === undefined ? [] : [found.at])], `${formatPath(path)} ${found.message}`);
    return undefined;
  }

  #testNode(path: SourcePath, members: Members, doc: ConditionDoc): TestNode | undefined {
    const { kind } = doc;
    switch (kind) {
      case 'exists':
      case 'isNull':
      case 'isNullOrEmpty':
        return { kind };
      case 'address':
        return { kind, class: doc.class ?? 'any' };
      case 'equals':
      case 'contains':
      case 'startsWith':
      case 'endsWith': {
        const value = this.#value(path, members);
        if (value === undefined) return undefined;
        const needsText = kind === 'startsWith' || kind === 'endsWith' || doc.fold === true;
        if (!needsText || typeof value === 'string') return { kind, value, fold: doc.fold === true };
        this.#refuse([...path, 'Value'], `${formatPath([...path, 'Value'])} must be text for this condition`);
        return undefined;
      }
      case '<':
      case '<=':
      case '>':
      case '>=': {
        const value = this.#value(path, members);
        if (typeof value === 'string' || typeof value === 'number') return { kind: 'order', op: kind, value };
        if (value !== undefined) this.#refuse([...path, 'Value'], `${formatPath([...path, 'Value'])} must be a number`);
        return undefined;
      }
      case 'in':
        return { kind, values: this.#values(path, members) };
      case 'inNet':
        return { kind, nets: this.#texts(path, members, (net) => parseNet(net) !== undefined, 'a CIDR block') };
      case 'netHolds':
        return {
          kind,
          addresses: this.#texts(path, members, (one) => parseAddress(one) !== undefined, 'an IP address'),
        };
      default:
        return kind satisfies never;
    }
  }

  #value(path: SourcePath, members: Members): Scalar | undefined {
    const value = own(members, 'Value');
    if (value !== undefined && isScalar(value)) return value;
    const message = value === undefined ? 'needs a Value' : 'has a Value that is no text, number, true or false';
    this.#refuse(path, `${formatPath(path)} ${message}`);
    return undefined;
  }

  /** `Values`, or one `Value`. */
  #values(path: SourcePath, members: Members): readonly Scalar[] {
    const values = own(members, 'Values');
    if (values === undefined) {
      const value = this.#value(path, members);
      return value === undefined ? [] : [value];
    }
    if (Array.isArray(values) && values.every(isScalar)) return values;
    this.#refuse(
      [...path, 'Values'],
      `${formatPath([...path, 'Values'])} must be a list of texts, numbers, true or false`,
    );
    return [];
  }

  #texts(path: SourcePath, members: Members, isOne: (text: string) => boolean, what: string): readonly string[] {
    return this.#values(path, members).flatMap((value) => {
      if (typeof value === 'string' && isOne(value)) return [value];
      this.#problems.push({
        code: 'E-CIDR',
        message: `${formatPath(path)}: ${JSON.stringify(value)} is not ${what}`,
        place: this.#document.placeOf(path),
      });
      return [];
    });
  }

  #known(path: SourcePath, members: Members, names: readonly string[]): void {
    for (const name of Object.keys(members)) {
      if (names.includes(name)) continue;
      const near = didYouMean(name, names);
      this.#problems.push({
        code: 'RULE_UNKNOWN_KEY',
        message: `${formatPath([...path, name])} is not a known key`,
        fix: near ? `did you mean ${near}?` : `known here: ${names.join(', ')}`,
        place: this.#document.placeOfKey([...path, name]),
      });
    }
  }

  #membersAt(path: SourcePath): Members | undefined {
    const value = valueAt(this.#document.value, path);
    return isMembers(value) ? value : undefined;
  }

  #refuse(path: SourcePath, message: string, fix?: string): readonly Match[] {
    const place = this.#document.placeOf(path);
    this.#problems.push({ code: 'RULE_BAD_VALUE', message, ...(fix && { fix }), place });
    return [];
  }
}

const combinators = { All: 'all', Any: 'any', OnlyOne: 'one', None: 'none' } as const;
const keyNames = ['Key', 'DeepKey', 'KeyPath', 'Enrichment'];
const compareOps = {
  equals: '=',
  contains: 'contains',
  startsWith: 'prefix',
  endsWith: 'suffix',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
} as const;

function own(members: Members, name: string): unknown {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isScalar(value: unknown): value is Scalar {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
