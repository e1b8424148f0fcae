import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** A module of kafkajs as it is shipped, whatever is mended of it in this process: another one each time. */
export function shippedModule(path: string): unknown {
  const file = require.resolve(path);
  const before = require.cache[file];
  delete require.cache[file];
  const loaded: unknown = require(file);
  if (before === undefined) delete require.cache[file];
  else require.cache[file] = before;
  return loaded;
}
