/** What stands in the place of a secret wherever something is printed. */
export const secretMask = '[secret]';

/** Shorter values would be found in ordinary text everywhere; a secret of fewer characters is none. */
const minSecretLength = 8;

/**
 * The secret values this process knows. Whoever reads a secret adds it here; whatever prints masks with it. A safety
 * net under naming fields: an error message of a library may quote a URL or a header whole.
 */
export interface Secrets {
  add(value: string): void;
  /** The text with every known secret replaced, also where it was written as JSON or in a URL. */
  mask(text: string): string;
}

export function createSecrets(): Secrets {
  const spellings = new Set<string>();
  let longestFirst: readonly string[] = [];
  return {
    add(value) {
      if (value.length < minSecretLength) return;
      for (const spelling of [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value.toWellFormed())]) {
        spellings.add(spelling);
      }
      longestFirst = [...spellings].sort((a, b) => b.length - a.length);
    },
    mask: (text) => longestFirst.reduce((masked, secret) => masked.replaceAll(secret, secretMask), text),
  };
}
