import type { RuleFile } from './load-rule-set.js';

const ruleFileEnding = /\.(?:ya?ml|json)$/i;

/** True for the files that are rules in a folder of rules; others there are ignored. A file named directly is one whatever its name. */
export function isRuleFile(path: string): boolean {
  return ruleFileEnding.test(path) && !baseName(path).startsWith('.');
}

/** A file's name without folders and without its ending: the id of a rule that names none. */
export function fileStem(path: string): string {
  const name = baseName(path);
  return name.replace(/(?<=.)\.[^.]*$/, '');
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/**
 * The pack a rule file belongs to: the top folder under the rules root. Where the root itself is a pack (it holds a
 * PACK.md), the root's own name; undefined for files that stand directly in a root that is none.
 */
export function packOf(file: {
  /** The root's own folder name. */
  readonly rootName: string;
  readonly rootIsPack: boolean;
  /** With `/` between folders. */
  readonly pathUnderRoot: string;
}): string | undefined {
  if (file.rootIsPack) return file.rootName;
  const slash = file.pathUnderRoot.indexOf('/');
  return slash === -1 ? undefined : file.pathUnderRoot.slice(0, slash);
}

/** Compares paths by code unit, so that no locale changes the order of rules. */
export function comparePaths(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/** A path without `.` and empty steps and with `..` resolved as far as the text allows. */
export function normalisePath(path: string): string {
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '' || step === '.') continue;
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop();
    else steps.push(step);
  }
  return `${path.startsWith('/') ? '/' : ''}${steps.join('/')}`;
}

/**
 * The files in the same folder that a rule file's text names, such as the Python beside a Panther rule. Names without
 * any path only, so that nothing outside the folder can be meant.
 */
export function siblingNames(text: string): readonly string[] {
  const found = text.matchAll(/(?:^|[\s{,"'])Filename["']?[ \t]*:[ \t]*["']?([A-Za-z0-9_][\w.-]*\.py)(?![\w./\\-])/g);
  return [...new Set([...found].map(([, name]) => name).filter((name) => name !== undefined))];
}

/** Whether two versions of a file say the same, what it names beside it included. */
export function isSameFile(a: RuleFile, b: RuleFile): boolean {
  if (a === b) return true;
  const [mine, other] = [a.siblings ?? noSiblings, b.siblings ?? noSiblings];
  if (a.text !== b.text || a.pack !== b.pack || mine.size !== other.size) return false;
  return [...mine].every(([name, text]) => other.get(name) === text);
}

const noSiblings: ReadonlyMap<string, string> = new Map();
