import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/**
 * Nest's own messages in the process's log. Nest calls with (message, ...rest) where the last string is its context;
 * its start-up chatter is debug here.
 */
export function nestLogger(logger: Logger): LoggerService {
  const write = (level: 'debug' | 'warn' | 'error' | 'fatal' | 'trace') => (message: unknown, rest: unknown[]) => {
    const context = rest.findLast((part) => typeof part === 'string');
    const err = [message, ...rest].find((part) => part instanceof Error);
    logger[level]({ ...(context !== undefined && { context }), ...(err !== undefined && { err }) }, String(message));
  };
  const [debug, warn, error, fatal, trace] = [
    write('debug'),
    write('warn'),
    write('error'),
    write('fatal'),
    write('trace'),
  ];
  return {
    log: (message: unknown, ...rest: unknown[]) => debug(message, rest),
    debug: (message: unknown, ...rest: unknown[]) => debug(message, rest),
    verbose: (message: unknown, ...rest: unknown[]) => trace(message, rest),
    warn: (message: unknown, ...rest: unknown[]) => warn(message, rest),
    error: (message: unknown, ...rest: unknown[]) => error(message, rest),
    fatal: (message: unknown, ...rest: unknown[]) => fatal(message, rest),
  };
}
