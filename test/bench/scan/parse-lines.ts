// What a scan is held against: reads a file of JSON lines whole, splits it and parses every line. Does nothing else.
import { readFileSync } from 'node:fs';

const bytes = readFileSync(process.argv[2] ?? '');
for (let start = 0; start < bytes.length; ) {
  const found = bytes.indexOf(0x0a, start);
  const end = found === -1 ? bytes.length : found;
  if (end > start) JSON.parse(bytes.toString('utf8', start, end));
  start = end + 1;
}
