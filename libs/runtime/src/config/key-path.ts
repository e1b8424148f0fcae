import type { ConfigPath } from './config-text.js';

/** A path as people write it: `destinations.soc.webhook.url`, `sources[0].files`; the whole file is "the configuration". */
export function formatKeyPath(path: ConfigPath): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[\w-]+$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text === '' ? 'the configuration' : text;
}

/** The part of an environment variable's name a key stands for: `tokenFile` → `TOKEN_FILE`, `my-soc` → `MY_SOC`. */
export function variablePart(key: string): string {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]/g, '_')
    .toUpperCase();
}
