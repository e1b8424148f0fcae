import { describe, expect, it } from 'vitest';
import { Failpoints } from './failpoints.js';
import { parseFailpoints } from './parse-failpoints.js';

function set(text: string) {
  const parsed = parseFailpoints(text);
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('\n'));
  const did: string[] = [];
  const failpoints = new Failpoints(parsed.value, {
    kill: () => void did.push('kill'),
    exit: (code) => void did.push(`exit ${code}`),
    wait: async (ms) => void did.push(`wait ${ms}`),
    block: (ms) => void did.push(`block ${ms}`),
  });
  return { failpoints, did };
}

describe('a failpoint', () => {
  it('lets so many passes go by, acts as often as it says, and is passed again then', async () => {
    const { failpoints, did } = set('M4:after=2:times=2:kill');
    const seen: number[] = [];
    for (let pass = 1; pass <= 6; pass += 1) {
      await failpoints.reach('M4');
      seen.push(did.length);
    }
    expect(seen).toEqual([0, 0, 1, 2, 2, 2]);
  });

  it.each([
    ['M1:kill', ['kill']],
    ['M1:exit', ['exit 70']],
    ['M1:slow:250', ['wait 250']],
    ['M1:stall:20000', ['block 20000']],
  ])('%s does %j', async (text, expected) => {
    const { failpoints, did } = set(text);
    await failpoints.reach('M1');
    expect(did).toEqual(expected);
  });

  it('that throws fails its step, and no other', async () => {
    const { failpoints } = set('M5:throw');
    await failpoints.reach('M6');
    await expect(failpoints.reach('M5')).rejects.toThrow('failpoint M5');
    await failpoints.reach('M5');
  });

  it('that hangs holds up its step', async () => {
    const { failpoints } = set('N3:hang');
    const first = await Promise.race([
      failpoints.reach('N3').then(() => 'went on'),
      new Promise((resolve) => setImmediate(() => resolve('holds'))),
    ]);
    expect(first).toBe('holds');
  });

  it('acts while a step is under way, which has begun and whose answer is not taken', async () => {
    const { failpoints, did } = set('M7:throw');
    const step = async () => {
      did.push('begun');
      return 'answer';
    };
    await expect(failpoints.during('M7', step)).rejects.toThrow('failpoint M7');
    expect(did).toContain('begun');
    expect(await failpoints.during('M7', step)).toBe('answer');
  });

  it('during a step that fails by itself leaves its error', async () => {
    const { failpoints } = set('M7:slow:1');
    await expect(failpoints.during('M7', () => Promise.reject(new Error('its own')))).rejects.toThrow('its own');
  });
});

describe('TRAILHOUND_FAILPOINT', () => {
  it('holds several, divided by commas; nothing is set where it is empty', () => {
    expect(parseFailpoints('M4:after=37:kill, N3:slow:5')).toEqual({
      ok: true,
      value: [
        { name: 'M4', after: 37, times: 1, action: 'kill', ms: 0 },
        { name: 'N3', after: 0, times: 1, action: 'slow', ms: 5 },
      ],
    });
    expect(parseFailpoints('')).toEqual({ ok: true, value: [] });
  });

  it.each([
    ['m4:kill', 'there is no failpoint m4', 'write M4'],
    ['X:kill', 'there is no failpoint X', /write one of C1, C2/],
    ['M4:kil', 'there is no action kil', 'write kill'],
    ['M4', 'there is no action (empty)', /write one of kill/],
    ['M4:afte=3:kill', 'afte=3 is neither after=N nor times=N', /POINT/],
    ['M4:after=x:kill', 'after=x is neither after=N nor times=N', /POINT/],
    ['M4:kill:3', 'nothing may stand behind kill', /POINT/],
    ['M4:stall', 'stall needs milliseconds, as in stall:500', /POINT/],
  ])('%s is refused', (text, message, fix) => {
    const parsed = parseFailpoints(text);
    if (parsed.ok) throw new Error('it was taken');
    expect(parsed.problems).toEqual([
      {
        code: 'FAILPOINT_INVALID',
        message: expect.stringContaining(message),
        fix: typeof fix === 'string' ? fix : expect.stringMatching(fix),
      },
    ]);
  });
});
