import type { Span } from '../../condition/condition.js';

/** Writes a detection as people do, remembering where each part came to stand. */
export class DetectionText {
  #text = '';

  get text(): string {
    return this.#text.trimEnd();
  }

  /** Where the last line ends. */
  get end(): number {
    return Math.max(0, this.#text.length - 1);
  }

  /** Appends a line; the span leaves indentation and the line break out. */
  line(indent: number, text: string): Span {
    const shown = text.replace(/[\r\n\t]/g, ' ');
    const start = this.#text.length + indent;
    this.#text += `${' '.repeat(indent)}${shown}\n`;
    return { start, end: start + shown.length };
  }

  /** Appends `key: value`, or the values as a list below the key. */
  entry(indent: number, key: string, values: readonly unknown[], isList: boolean): Span {
    const [first] = values;
    if (!isList) return this.line(indent, `${key}: ${scalarText(first)}`);
    const head = this.line(indent, `${key}:`);
    let { end } = head;
    for (const value of values) end = this.line(indent + 2, `- ${scalarText(value)}`).end;
    return { start: head.start, end };
  }
}

function scalarText(value: unknown): string {
  if (typeof value !== 'string') return String(value);
  return /^[A-Za-z_/$][\w .*/:@$+-]*$/.test(value) && !/: |\s$|^(?:true|false|null|yes|no)$/i.test(value)
    ? value
    : JSON.stringify(value);
}
