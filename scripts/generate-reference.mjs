// `npm run reference`: writes the generated pages of docs/reference from the built packages.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { referencePages } from './reference-pages.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
for (const { path, text } of referencePages) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text());
  process.stderr.write(`wrote ${path}\n`);
}
