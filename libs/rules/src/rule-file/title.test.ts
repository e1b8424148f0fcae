import { describe, expect, it } from 'vitest';
import { parseTitle } from './title.js';

const show = (title: string) =>
  parseTitle(title).map((part) =>
    part.kind === 'field' ? [part.field.name] : part.kind === 'text' ? part.text : { bad: part.text },
  );

describe('a title', () => {
  it.each([
    ['plain words', ['plain words']],
    ['{user} stopped {requestParameters.name}!', [['user'], ' stopped ', ['requestParameters.name'], '!']],
    ['{ user }', [['user']]],
    ['{{literal}} braces', ['{literal} braces']],
    ['{items[0]["odd.name"]}', [['items[0]["odd.name"]']]],
    ['{}', [{ bad: '{}' }]],
    ['{a b}', [{ bad: '{a b}' }]],
    ['{constructor}', [{ bad: '{constructor}' }]],
    ['open { end', ['open { end']],
    ['', []],
  ])('%j is read as text and fields', (title, expected) => {
    expect(show(title)).toEqual(expected);
  });
});
