import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compiledWalk } from '../../../../scripts/compiled-walk.mjs';

it('is what its source in assembly compiles to; else run `npm run wasm`', async () => {
  expect(readFileSync(new URL('record-walk.wasm.ts', import.meta.url), 'utf8')).toBe(await compiledWalk());
});
