import type { Span } from '../../condition/condition.js';
import type { SourcePath } from '../../source/source-document.js';

/** A pattern as text for people, with where each part of it stands. */
export interface RenderedPattern {
  readonly text: string;
  /** Where the value at a path stands; of the nearest value around it where there is none. */
  spanOf(at: SourcePath): Span;
}

/** The pattern as JSON: a line for every field, its list on the same line. */
export function renderPattern(pattern: unknown): RenderedPattern {
  const spans = new Map<string, Span>();
  let text = '';
  const write = (value: unknown, at: SourcePath, indent: number): void => {
    const start = text.length;
    if (Array.isArray(value)) writeList(value, at, indent);
    else if (typeof value === 'object' && value !== null) writeObject(Object.entries(value), at, indent);
    else text += JSON.stringify(value);
    spans.set(keyOf(at), { start, end: text.length });
  };
  const writeList = (list: readonly unknown[], at: SourcePath, indent: number): void => {
    text += '[';
    for (const [index, member] of list.entries()) {
      if (index > 0) text += ', ';
      write(member, [...at, index], indent);
    }
    text += ']';
  };
  const writeObject = (entries: readonly [string, unknown][], at: SourcePath, indent: number): void => {
    const isInList = typeof at.at(-1) === 'number';
    const inner = indent + 2;
    text += '{';
    for (const [index, [name, member]] of entries.entries()) {
      if (index > 0) text += isInList ? ', ' : ',';
      if (!isInList) text += `\n${' '.repeat(inner)}`;
      text += `${JSON.stringify(name)}: `;
      write(member, [...at, name], inner);
    }
    text += isInList || entries.length === 0 ? '}' : `\n${' '.repeat(indent)}}`;
  };
  write(pattern, [], 0);
  return {
    text,
    spanOf: (at) => {
      for (let length = at.length; length >= 0; length--) {
        const span = spans.get(keyOf(at.slice(0, length)));
        if (span !== undefined) return span;
      }
      return { start: 0, end: text.length };
    },
  };
}

function keyOf(at: SourcePath): string {
  return JSON.stringify(at);
}
