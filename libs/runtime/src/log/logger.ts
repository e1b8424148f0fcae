import { printable } from '@trailhound/contracts';
import { type Logger, pino, stdTimeFunctions } from 'pino';
import { createSecrets, type Secrets, secretMask } from '../secrets/secrets.js';
import { prettyLine } from './pretty-line.js';
import { serializeError } from './serialize-error.js';

export type { Logger } from 'pino';

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export const logFormats = ['json', 'pretty'] as const;
export type LogFormat = (typeof logFormats)[number];

export interface LoggerOptions {
  /** Which service writes: `collector`, `matcher`, `notifier`, `console`, or `trailhound` for all in one. */
  readonly service: string;
  readonly level?: LogLevel;
  readonly format?: LogFormat;
  /** Known secret values are cut out of every line. */
  readonly secrets?: Secrets;
  /** Takes one finished line at a time. Default standard error, so that standard output carries data only. */
  readonly write?: (line: string) => void;
}

/** Fields that hold a secret by their name, at the top, one and two levels down. */
const secretFields = [
  'secret',
  'secrets',
  'token',
  'tokens',
  'password',
  'authorization',
  'cookie',
  'routingKey',
  'sessionToken',
  'secretAccessKey',
];

/**
 * The process's logger: JSON lines with the stable fields `time` (ISO 8601), `level`, `service`, `msg`, and the facts of
 * the entry. Messages are constant text; whatever came from a record stands in a field, escaped.
 */
export function createLogger(options: LoggerOptions): Logger {
  const { service, level = 'info', format = 'json', secrets = createSecrets() } = options;
  const write = options.write ?? ((line: string) => void process.stderr.write(line));
  return pino(
    {
      level,
      base: { service },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: (error: unknown) => serializeError(error), error: (error: unknown) => serializeError(error) },
      redact: { paths: secretFields.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: secretMask },
    },
    {
      write(line: string) {
        const masked = secrets.mask(line);
        write(format === 'pretty' ? prettyLine(masked) : `${printable(masked.trimEnd())}\n`);
      },
    },
  );
}
