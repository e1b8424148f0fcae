import { describe, expect, it } from 'vitest';
import { checkExpression } from './check-expression.js';

describe('an expression outside of rules', () => {
  it.each([
    { name: 'an object made of others', text: '{ "text": data.title, "who": data.actor.name }' },
    { name: 'functions and comments', text: '/* for the chat */ $uppercase(data.severity) & ": " & data.title' },
  ])('may be $name', ({ text }) => {
    expect(checkExpression(text)).toEqual([]);
  });

  it.each([
    { name: 'a bracket that is not closed', text: '{\n  "text": data.title', line: 2, says: 'no JSONata' },
    { name: 'two values side by side', text: '"a"\n& "b" "c"', line: 2, says: 'no JSONata' },
    { name: 'text as code', text: '{"a": 1,\n "b": $eval("1")}', line: 2, says: '$eval is not offered' },
    { name: 'chance', text: '$random()', line: 1, says: '$random is not offered' },
    { name: 'a pattern that is not linear', text: '$match(data.title, /(?<=a)b/)', line: 1, says: 'look' },
    { name: 'too deep', text: `${'('.repeat(200)}1${')'.repeat(200)}`, line: 1, says: 'nests more than' },
    { name: 'too long', text: `"${'x'.repeat(20_000)}"`, line: 1, says: 'longer than' },
  ])('may not be $name, and where is said', ({ text, line, says }) => {
    const problems = checkExpression(text);
    expect(problems[0]).toMatchObject({ line, message: expect.stringContaining(says) });
    expect(problems[0]?.column).toBeGreaterThan(0);
  });
});
