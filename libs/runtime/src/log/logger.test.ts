import { CodedError } from '@trailhound/contracts';
import { describe, expect, it } from 'vitest';
import { createSecrets } from '../secrets/secrets.js';
import { createLogger, type LoggerOptions } from './logger.js';
import { nestLogger } from './nest-logger.js';

function capture(options: Partial<LoggerOptions> = {}) {
  const lines: string[] = [];
  const logger = createLogger({ service: 'matcher', write: (line) => lines.push(line), ...options });
  return { logger, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> };
}

describe('the log', () => {
  it('has the stable fields time, level, service and msg, and the facts as fields', () => {
    const { logger, last } = capture();
    logger.warn({ alertId: 'a1', afterMs: 2000 }, 'delivery postponed');
    expect(last()).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      level: 'warn',
      service: 'matcher',
      msg: 'delivery postponed',
      alertId: 'a1',
      afterMs: 2000,
    });
  });

  it.each([
    ['a line end', 'x\r\n{"level":"fatal"}'],
    ['a terminal escape', '\u001b[2J\u009b31m'],
    ['a direction mark', 'user\u202etxt.exe'],
    ['a line separator', 'a\u2028b'],
    ['invisible tag letters', '\u{e0041}'],
    ['NUL and lone surrogates', '\u0000 \ud800'],
  ])('case 56: keeps %s in attacker text to one escaped line', (_, userAgent) => {
    const { logger, lines, last } = capture();
    logger.info({ userAgent }, 'record read');
    expect(lines).toHaveLength(1);
    expect(lines[0]?.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(last().userAgent).toBe(userAgent);
  });

  it('never prints a secret: by field name, by value in a message, by value inside an error', () => {
    const secrets = createSecrets();
    secrets.add('xoxb-very-secret');
    const { logger, lines } = capture({ secrets });
    logger.info(
      { token: 'abc', destination: { secret: 's1' }, request: { headers: { authorization: 'Bearer b' } } },
      'x',
    );
    logger.info('posting to https://hooks.example/xoxb-very-secret');
    logger.error({ err: new Error('fetch of https://hooks.example/xoxb-very-secret failed') }, 'send failed');
    const text = lines.join('');
    expect(text).not.toMatch(/xoxb-very-secret|"abc"|"s1"|Bearer b/);
    expect(text.match(/\[secret\]/g)?.length).toBeGreaterThanOrEqual(6);
  });

  it('says code, details and causes of an error', () => {
    const { logger, last } = capture();
    const cause = new CodedError('STORE_UNAVAILABLE', 'no answer', { attempt: 3 });
    logger.error({ err: new Error('batch not counted', { cause }) }, 'retrying');
    expect(last().err).toMatchObject({
      type: 'Error',
      message: 'batch not counted',
      stack: expect.stringContaining('logger.test'),
      cause: { type: 'CodedError', code: 'STORE_UNAVAILABLE', details: { attempt: 3 } },
    });
  });

  it('survives an error that is its own cause', () => {
    const { logger, lines } = capture();
    const error = new Error('loop');
    error.cause = error;
    logger.error({ err: error }, 'x');
    expect(lines).toHaveLength(1);
  });

  it('keeps to its level', () => {
    const { logger, lines } = capture({ level: 'error' });
    logger.info('quiet');
    expect(lines).toEqual([]);
  });

  it('is readable on request, one line an entry and a stack below it', () => {
    const { logger, lines } = capture({ format: 'pretty' });
    logger.info({ rule: 'root-login', userAgent: 'a b\u001b[0m\nx' }, 'alert fired');
    logger.error({ err: new Error('no\nway') }, 'failed');
    expect(lines[0]).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} INFO {2}matcher alert fired {2}rule=root-login userAgent="a b\\u001b\[0m\\nx"\n$/,
    );
    expect(lines[1]).toMatch(/ERROR matcher failed {2}err=\{"type":"Error","message":"no\\nway"\}\n( {4}.+\n)+$/);
  });

  it('carries what Nest says, its start-up chatter as debug', () => {
    const { logger, lines, last } = capture();
    const nest = nestLogger(logger);
    nest.log('Mapped {/livez, GET} route', 'RouterExplorer');
    expect(lines).toEqual([]);
    nest.error('boom', 'stack', 'ExceptionsHandler');
    expect(last()).toMatchObject({ level: 'error', msg: 'boom', context: 'ExceptionsHandler' });
  });
});
