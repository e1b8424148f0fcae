import { expect, test } from 'vitest';
import { RecurringTexts } from './recurring-texts.js';

const texts = [
  '',
  'GetObject',
  'ec2.amazonaws.com',
  'Überwachung',
  '\u0000',
  'x'.repeat(64),
  'x'.repeat(65),
  'x'.repeat(9000),
];

test('texts are what their bytes say, also where they share a slot', () => {
  for (const slots of [1, 2, 4096]) {
    const recurring = new RecurringTexts(slots);
    for (let round = 0; round < 3; round += 1)
      for (const text of texts) expect(recurring.text(Buffer.from(text))).toBe(text);
  }
});

test('bytes that are no UTF-8 are decoded as ever', () => {
  const recurring = new RecurringTexts();
  const broken = Buffer.from([0x41, 0xff, 0x42]);
  expect([recurring.text(broken), recurring.text(broken)]).toEqual(['A\ufffdB', 'A\ufffdB']);
});

test('a text stays what it was when the fetch it came in is used again', () => {
  const recurring = new RecurringTexts();
  const fetch = Buffer.from('GetObject');
  expect(recurring.text(fetch)).toBe('GetObject');
  fetch.write('PutObject');
  expect(recurring.text(fetch)).toBe('PutObject');
  expect(recurring.text(Buffer.from('GetObject'))).toBe('GetObject');
});
