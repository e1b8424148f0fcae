import { readFileSync } from 'node:fs';
import { loadRuleSet, type Rule, type RuleFile } from '@trailhound/rules';

/** What the rules of a benchmark stand in: an array of event patterns over the record, or of Trailhound's rule files. */
export type RuleArray = readonly unknown[];

export interface IndexedRules {
  /** In the order of the array, and so with the array's index as their place. */
  readonly rules: readonly Rule[];
  readonly ruleIndex: (id: string) => number;
}

/** A member of an array of rule files: `{ name, text }`, one rule each. */
interface WrittenRule {
  readonly name: string;
  readonly text: string;
}

/** Reads the array. Throws Error with one line a rule that cannot be used, by its index. */
export function readRuleArray(file: string): RuleArray {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file}: no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!Array.isArray(value)) throw new Error(`${file}: expected a JSON array of event patterns`);
  return value;
}

/** Compiles nothing yet: loads the rules of a file as the product does. */
export function readRules(file: string): IndexedRules {
  const array = readRuleArray(file);
  const files = array.map((member, at) => ruleFile(member, at));
  const loaded = loadRuleSet(files);
  const indexOf = new Map(files.map(({ path }, at) => [path, at]));
  const placed = loaded.rules.map((rule) => ({ rule, at: indexOf.get(rule.place.file) ?? -1 }));
  const refused = loaded.problems.map(
    ({ place, message }) => `${file}: rule ${place === undefined ? '?' : indexOf.get(place.file)}: ${message}`,
  );
  if (refused.length > 0) throw new Error(refused.slice(0, 10).join('\n'));
  const index = new Map(placed.map(({ rule, at }) => [rule.id, at]));
  return {
    rules: placed.toSorted((a, b) => a.at - b.at).map(({ rule }) => rule),
    ruleIndex: (id) => index.get(id) ?? -1,
  };
}

function ruleFile(member: unknown, at: number): RuleFile {
  const place = String(at).padStart(6, '0');
  if (isWritten(member)) return { path: `${place}/${member.name}`, text: member.text };
  return { path: `${place}.json`, text: JSON.stringify({ detail: member }) };
}

function isWritten(member: unknown): member is WrittenRule {
  return (
    typeof member === 'object' &&
    member !== null &&
    'name' in member &&
    typeof member.name === 'string' &&
    'text' in member &&
    typeof member.text === 'string'
  );
}
