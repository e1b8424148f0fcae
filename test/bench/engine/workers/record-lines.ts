import { readFileSync } from 'node:fs';

/** The records of a JSON lines file as views of its bytes. Lines of white space only are none and are not counted. */
export function recordLines(file: string): Uint8Array[] {
  const bytes = readFileSync(file);
  const lines: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(0x0a, start);
    const end = found === -1 ? bytes.length : found;
    const line = bytes.subarray(start, end);
    if (line.some((octet) => octet > 0x20)) lines.push(line);
    start = end + 1;
  }
  return lines;
}
