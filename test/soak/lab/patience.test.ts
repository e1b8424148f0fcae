import { describe, expect, it } from 'vitest';
import { whileItGetsOn, within } from './patience.js';

describe('a wait', () => {
  it('ends with what it waited for', async () => {
    expect(await within('it answers', 1_000, Promise.resolve(7))).toBe(7);
    let left = 5;
    await whileItGetsOn('all is done', async () => ({ isDone: --left === 0, words: `${left} left` }), {
      ...{ stallMs: 500, everyMs: 1 },
    });
    expect(left).toBe(0);
  });

  it('that gets nowhere says what it waited for, and how that stood', async () => {
    const stuck = whileItGetsOn('the queue is empty', async () => ({ isDone: false, words: '3 messages' }), {
      ...{ stallMs: 50, everyMs: 5 },
    });
    await expect(stuck).rejects.toThrow(
      /^gave up waiting until the queue is empty: nothing changed for \d+ s \(3 messages\)$/,
    );
    const never = new Promise<never>(() => undefined);
    await expect(within('a process ends', 20, never)).rejects.toThrow('gave up after 0 s waiting until a process ends');
  });

  it('goes on for as long as something changes, however long that is', async () => {
    let looks = 0;
    await whileItGetsOn('it is over', async () => ({ isDone: ++looks === 40, words: String(looks) }), {
      ...{ stallMs: 100, everyMs: 5 },
    });
    expect(looks).toBe(40);
  });

  it('counts a look that fails or never answers as one that saw nothing new', async () => {
    const hanging = whileItGetsOn('it answers', () => new Promise(() => undefined), { stallMs: 60, everyMs: 5 });
    await expect(hanging).rejects.toThrow(/nothing was seen; the last look failed: .*somebody answers/);
  });
});
