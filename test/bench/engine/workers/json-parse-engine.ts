import type { Engine } from './engine.js';

/** No engine but the limit of all that parse: decodes and parses every record, and asks nothing of it. */
export const jsonParseEngine: Engine = {
  ruleIndex: () => -1,
  match: (record) => {
    try {
      JSON.parse(Buffer.from(record.buffer, record.byteOffset, record.byteLength).toString('utf8'));
    } catch {
      // no record: other engines have nothing to match on it either
    }
    return null;
  },
};
