import { fileURLToPath } from 'node:url';

/** The code of the process and the flags of Node it needs: none of its own where built; from source the tests'. */
export function processScript(): { readonly file: string; readonly execArgv: readonly string[] } {
  const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  if (!import.meta.url.endsWith('.ts')) return { file: here('./process-main.js'), execArgv: [] };
  const hooks = here('./testing/run-from-source.mjs');
  return {
    file: here('./process-main.ts'),
    execArgv: ['--conditions=source', '--experimental-transform-types', '--import', hooks],
  };
}
