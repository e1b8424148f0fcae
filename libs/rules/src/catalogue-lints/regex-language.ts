/** More texts than this are not told one by one. */
const maxTexts = 400;

/**
 * Every text a pattern of letters, groups, alternatives and `?` matches as a whole; undefined for a pattern with
 * anything else in it (repetition, classes, flags), or with too many texts.
 */
export function textsOfRegex(source: string): readonly string[] | undefined {
  const reader = { source, at: 0 };
  const texts = alternatives(reader, 0);
  return texts !== undefined && reader.at === source.length ? [...new Set(texts)] : undefined;
}

interface Reader {
  readonly source: string;
  at: number;
}

function alternatives(reader: Reader, depth: number): readonly string[] | undefined {
  if (depth > 20) return undefined;
  const all: string[] = [];
  for (;;) {
    const texts = sequence(reader, depth);
    if (texts === undefined) return undefined;
    all.push(...texts);
    if (all.length > maxTexts) return undefined;
    if (reader.source[reader.at] !== '|') return all;
    reader.at += 1;
  }
}

function sequence(reader: Reader, depth: number): readonly string[] | undefined {
  let texts: readonly string[] = [''];
  while (reader.at < reader.source.length && !'|)'.includes(reader.source[reader.at] ?? '')) {
    const piece = atom(reader, depth);
    if (piece === undefined) return undefined;
    const isOptional = reader.source[reader.at] === '?';
    if (isOptional) reader.at += 1;
    const choices = isOptional ? [...piece, ''] : piece;
    if (texts.length * choices.length > maxTexts) return undefined;
    texts = texts.flatMap((text) => choices.map((choice) => text + choice));
  }
  return texts;
}

function atom(reader: Reader, depth: number): readonly string[] | undefined {
  const { source } = reader;
  const character = source[reader.at] ?? '';
  if (character === '(') {
    reader.at += source.startsWith('(?:', reader.at) ? 3 : 1;
    const texts = alternatives(reader, depth + 1);
    if (texts === undefined || source[reader.at] !== ')') return undefined;
    reader.at += 1;
    return texts;
  }
  const escaped = /^\\([^A-Za-z0-9])/.exec(source.slice(reader.at, reader.at + 2))?.[1];
  if (escaped !== undefined) {
    reader.at += 2;
    return [escaped];
  }
  if (!/^[A-Za-z0-9_:-]$/.test(character)) return undefined;
  reader.at += 1;
  return [character];
}
