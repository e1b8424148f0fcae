import { didYouMean, severities } from '@trailhound/contracts';
import type { AlertFilter } from '@trailhound/ports';
import { z } from 'zod';
import { once, text, time } from '../http/parameters.js';

/** Most alerts a page holds; more are not refused but given page by page. */
export const maxPageSize = 200;
export const defaultPageSize = 50;

/** Query parameters of `GET /api/alerts`, as they stand in the URL. */
export const AlertQuery = z
  .strictObject({
    rule: text.optional().describe('id of a rule'),
    severity: z
      .union([z.enum(severities).transform((one) => [one]), z.array(z.enum(severities)).max(severities.length)])
      .optional()
      .describe('one or, repeated, several of them'),
    account: once
      .regex(/^\d{12}$/, '12 digits')
      .optional()
      .describe('id of an AWS account'),
    from: time.optional().describe('first event at this time or later: a date, or a date and time with offset'),
    to: time.optional().describe('first event before this time'),
    suppressed: z
      .enum(['true', 'false'])
      .default('false')
      .describe('true: also the marked alerts of suppressed records'),
    limit: once
      .regex(/^[1-9]\d{0,8}$/, 'a whole number from 1')
      .default(String(defaultPageSize))
      .transform((digits) => Math.min(Number(digits), maxPageSize))
      .describe(`alerts a page; more than ${maxPageSize} gives ${maxPageSize}`)
      .meta({ type: 'integer', minimum: 1, default: defaultPageSize }),
    cursor: once
      .min(1, 'must not be empty')
      .max(1024, 'at most 1024 characters')
      .optional()
      .describe('`next` of the page before'),
  })
  .check(({ value, issues }) => {
    if (value.from !== undefined && value.to !== undefined && value.from >= value.to) {
      issues.push({ code: 'custom', input: value, path: ['to'], message: 'must be later than from' });
    }
  })
  .transform(({ limit, cursor, from, to, suppressed, ...filter }) => ({
    filter: {
      ...filter,
      ...(from !== undefined && { fromMs: from }),
      ...(to !== undefined && { toMs: to }),
      suppressed: suppressed === 'true',
    } satisfies AlertFilter,
    limit,
    cursor,
  }));
export type AlertQuery = z.output<typeof AlertQuery>;

const listNames = ['rule', 'severity', 'account', 'from', 'to', 'suppressed', 'limit', 'cursor'];
const otherNames = ['alert', 'destination', 'state', 'reason', 'by', 'note', 'region'];

/** What is said of a parameter that does not exist. */
export function unknownParameter(name: string): string {
  const near = didYouMean(name, [...listNames, ...otherNames]);
  return near === undefined ? 'see /api/openapi.json for those there are' : `did you mean ${near}?`;
}
