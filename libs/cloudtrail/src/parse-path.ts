import type { Parsed, Problem } from '@trailhound/contracts';
import { every, type FieldPath, type Root, rootNames, type Segment } from './field-path.js';

/** Longer paths are refused: real records nest 11 deep. */
export const maxPathSegments = 64;
const maxPathCharacters = 4096;

/** Names that mean something to JavaScript objects. No CloudTrail field has them; a path that does is an attack or an error. */
const refusedNames: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Reads a path as people write it: `a.b[0]["odd.key"][*]`. `enriched.` and `envelope.` in front name those roots; every
 * other path starts from the record. Names run to the next dot or bracket, so `x-amz-acl` and `aws:s3:arn` need no
 * quotes. Problems have the code `E-PATH`.
 */
export function parsePath(
  text: string,
  { arrays = 'implicit', keyCase = 'exact', flattenDots = false }: Partial<Omit<FieldPath, 'root' | 'segments'>> = {},
): Parsed<FieldPath> {
  const refuse = (message: string, fix?: string): Parsed<FieldPath> => {
    const problem: Problem = {
      code: 'E-PATH',
      message: `field path ${JSON.stringify(text.slice(0, 200))}: ${message}`,
      ...(fix && { fix }),
    };
    return { ok: false, problems: [problem] };
  };
  if (text === '') return refuse('is empty', 'name a field, such as userIdentity.type');
  if (text.length > maxPathCharacters) return refuse(`has more than ${maxPathCharacters} characters`);

  const segments: Segment[] = [];
  let root: Root = 'record';
  let at = 0;
  while (at < text.length) {
    const step = text[at] === '[' ? readBracket(text, at) : readName(text, at);
    if (step.segment === undefined) return refuse(step.message, step.fix);
    const { segment, end } = step;
    if (typeof segment === 'string' && refusedNames.has(segment)) {
      return refuse(`no record has a field ${JSON.stringify(segment)}`, 'remove it');
    }
    if (at === 0 && text[0] !== '[' && typeof segment === 'string' && isRoot(segment)) root = segment;
    else segments.push(segment);
    if (segments.length > maxPathSegments) return refuse(`has more than ${maxPathSegments} segments`);
    at = end;
  }
  return { ok: true, value: { root, segments, arrays, keyCase, flattenDots } };
}

type Step =
  | { readonly segment: Segment; readonly end: number }
  | { readonly segment?: undefined; readonly message: string; readonly fix?: string };

function isRoot(name: string): name is Root {
  return rootNames.has(name);
}

function readName(text: string, at: number): Step {
  const start = text[at] === '.' && at > 0 ? at + 1 : at;
  let end = start;
  while (end < text.length && !'.[]"\' \t\r\n'.includes(text.charAt(end))) end++;
  if (end === start) {
    const found = end < text.length ? `${JSON.stringify(text[end])} stands` : 'the path ends';
    return { message: `${found} where a name is expected (character ${end + 1})`, fix: 'write odd names as ["name"]' };
  }
  if (at > 0 && start === at) return { message: `a dot is missing before character ${at + 1}` };
  return { segment: text.slice(start, end), end };
}

function readBracket(text: string, at: number): Step {
  const plain = /\[(?:(\d{1,9})|(\*))\]/y;
  plain.lastIndex = at;
  const match = plain.exec(text);
  if (match !== null) return { segment: match[1] === undefined ? every : Number(match[1]), end: plain.lastIndex };

  const quoted = /\[("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\]/y;
  quoted.lastIndex = at;
  const literal = quoted.exec(text)?.[1];
  const fix = 'write [0], [*] or ["name"]';
  if (literal === undefined) return { message: `character ${at + 1} opens a bracket that is not understood`, fix };
  const name = literal.startsWith('"') ? readJsonText(literal) : literal.slice(1, -1).replace(/\\(.)/g, '$1');
  if (name === undefined) return { message: `${literal} is not a JSON string`, fix };
  if (name === '') return { message: 'a name is empty', fix };
  return { segment: name, end: quoted.lastIndex };
}

function readJsonText(literal: string): string | undefined {
  try {
    return String(JSON.parse(literal));
  } catch {
    return undefined;
  }
}
