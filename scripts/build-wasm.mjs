// Compiles libs/cloudtrail/assembly to WebAssembly and keeps it as a module of the source: `npm run wasm`. A test holds
// the module against its source.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compiledWalk } from './compiled-walk.mjs';

const file = join(dirname(fileURLToPath(import.meta.url)), '../libs/cloudtrail/src/lazy/record-walk.wasm.ts');
writeFileSync(file, await compiledWalk());
