import { describe, expect, it } from 'vitest';
import { compileRegex } from '../../condition/regex.js';
import { translateRegex } from './regex-dialect.js';

function matching(pattern: string, texts: readonly string[]): readonly string[] {
  const translated = translateRegex(pattern);
  if (!translated.ok) throw new Error(translated.message);
  const compiled = compileRegex(translated.source, translated.flags);
  if (!compiled.ok) throw new Error(compiled.message);
  return texts.filter((text) => compiled.regex.full(text));
}

describe('a Lucene pattern', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['Stop.*', ['Stop', 'StopLogging', 'Stop\nit'], ['stop', 'xStop']],
    ['(?i)stop.*', ['STOP it'], ['a stop']],
    ['a@c', ['ac', 'a--c'], ['a']],
    ['#', [], ['', 'a', '#']],
    ['a|#', ['a'], ['#']],
    ['"a.b"c?', ['a.b', 'a.bc'], ['axb']],
    ['^ab$', ['ab'], ['^ab$']],
    ['a^b$c', ['a^b$c'], ['abc']],
    ['a\\.b', ['a.b'], ['axb']],
    ['\\d+\\w', ['12a'], ['a']],
    ['\\Qa\\E', ['QaE'], ['a']],
    ['\\1', ['1'], []],
    ['[a-c]{2,3}', ['ab', 'abc'], ['a', 'abca']],
    ['[^a-c]', ['d'], ['a']],
    ['[[a]', ['[', 'a'], ['b']],
    ['[a^]', ['^', 'a'], ['b']],
    ['[\\]\\d]', [']', '5'], ['d']],
    ['a\\/b', ['a/b'], ['a\\/b']],
    ['a:b-c_d', ['a:b-c_d'], []],
    ['', [''], ['a']],
  ])('%s', (pattern, holds, fails) => {
    expect(matching(pattern, [...holds, ...fails])).toEqual(holds);
  });
});
