// Lets the thread run from TypeScript source beside the test runner: a relative `x.js` that is not there means `x.ts`.
import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (!specifier.startsWith('.') || context.parentURL === undefined) return nextResolve(specifier, context);
    const written = new URL(specifier, context.parentURL);
    const source = new URL(written.href.replace(/\.js$/, '.ts'));
    return nextResolve(!existsSync(written) && existsSync(source) ? source.href : specifier, context);
  },
});
