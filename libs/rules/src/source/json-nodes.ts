import { Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { maxDepth } from './yaml-value.js';

/** The value of a JSON text, as nodes. */
export interface JsonNodes {
  readonly root: YAMLMap | YAMLSeq;
  /** The offset of each line. */
  readonly lineStarts: readonly number[];
}

const space = /[ \t\n]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const words: readonly (readonly [string, unknown])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

/**
 * Reads a text that is a JSON object or array (RFC 8259) as the nodes that the YAML parser would make of it, in a fraction
 * of its time. Undefined for every other text, deeper nesting than rule files may have, and line breaks other than a line
 * feed: those are left to the YAML parser, also to say what is wrong.
 */
export function jsonNodes(text: string): JsonNodes | undefined {
  if (!/^\s*[{[]/.test(text) || text.includes('\r')) return undefined;
  const reader = new JsonReader(text);
  const root = reader.document();
  return root && { root, lineStarts: lineStarts(text) };
}

/** A node of the text, or undefined where it is no JSON. */
type Read<T> = T | undefined;
type JsonNode = YAMLMap | YAMLSeq | Scalar;

class JsonReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): Read<YAMLMap | YAMLSeq> {
    this.#match(space);
    const root = this.#collection(0);
    this.#match(space);
    return this.#at === this.#text.length ? root : undefined;
  }

  #value(depth: number): Read<JsonNode> {
    switch (this.#text[this.#at]) {
      case '{':
      case '[':
        return this.#collection(depth);
      case '"':
        return this.#string();
      default:
        return this.#word() ?? this.#number();
    }
  }

  #collection(depth: number): Read<YAMLMap | YAMLSeq> {
    if (depth > maxDepth) return undefined;
    const start = this.#at;
    const node = this.#text[start] === '{' ? new YAMLMap() : new YAMLSeq();
    const close = node instanceof YAMLMap ? '}' : ']';
    node.flow = true;
    this.#at += 1;
    this.#match(space);
    let isMore = !this.#take(close);
    while (isMore) {
      const item = node instanceof YAMLMap ? this.#pair(depth) : this.#value(depth + 1);
      if (item === undefined) return undefined;
      node.items.push(item as never);
      this.#match(space);
      isMore = this.#take(',');
      if (isMore) this.#match(space);
      else if (!this.#take(close)) return undefined;
    }
    node.range = [start, this.#at, this.#at];
    return node;
  }

  #pair(depth: number): Read<Pair> {
    const key = this.#string();
    this.#match(space);
    if (key === undefined || !this.#take(':')) return undefined;
    this.#match(space);
    const value = this.#value(depth + 1);
    return value && new Pair(key, value);
  }

  #string(): Read<Scalar> {
    const start = this.#at;
    if (this.#text[start] !== '"') return undefined;
    let end = start;
    do end = this.#text.indexOf('"', end + 1);
    while (end !== -1 && isEscaped(this.#text, end));
    if (end === -1) return undefined;
    const source = this.#text.slice(start, end + 1);
    const value = textOf(source);
    this.#at = end + 1;
    return value === undefined ? undefined : this.#scalar(value, source, value, Scalar.QUOTE_DOUBLE);
  }

  #number(): Read<Scalar> {
    const source = this.#match(number);
    return source === undefined ? undefined : this.#scalar(Number(source), source, source, Scalar.PLAIN);
  }

  #word(): Read<Scalar> {
    const found = words.find(([word]) => this.#text.startsWith(word, this.#at));
    if (found === undefined) return undefined;
    const [word, value] = found;
    this.#at += word.length;
    return this.#scalar(value, word, word, Scalar.PLAIN);
  }

  /** The scalar that was just read: `typed` with its quotes, `source` without them. */
  #scalar(value: unknown, typed: string, source: string, type: Scalar.Type): Scalar {
    const scalar = new Scalar(value);
    scalar.source = source;
    scalar.type = type;
    scalar.range = [this.#at - typed.length, this.#at, this.#at];
    return scalar;
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #match(pattern: RegExp): Read<string> {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }
}

/** Whether an odd number of backslashes stands before the character. */
function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text[before - 1] === '\\') before -= 1;
  return (at - before) % 2 === 1;
}

/** The text that a JSON string stands for. */
function textOf(source: string): Read<string> {
  try {
    return JSON.parse(source) as string;
  } catch {
    return undefined;
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
