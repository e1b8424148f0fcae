import type { SourceDocument } from '../../source/source-document.js';
import { valueAt } from '../../source/value-at.js';
import { DetectionText } from './detection-text.js';

/** A document's `correlation` as people write it. */
export function correlationText(document: SourceDocument): string {
  const text = new DetectionText();
  text.line(0, 'correlation:');
  write(text, 2, valueAt(document.value, ['correlation']) as object);
  return text.text;
}

function write(text: DetectionText, indent: number, members: object): void {
  for (const [key, value] of Object.entries(members)) {
    const isList = Array.isArray(value);
    const isMapping = typeof value === 'object' && value !== null && !isList;
    if (isMapping) {
      text.line(indent, `${key}:`);
      write(text, indent + 2, value);
    } else text.entry(indent, key, isList ? value.map(shown) : [value], isList);
  }
}

function shown(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}
