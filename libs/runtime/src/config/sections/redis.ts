import { z } from 'zod';
import { FilePath } from './file-path.js';
import { TlsFiles } from './tls-files.js';

const urlPattern = /^rediss?:\/\/[^\s]+$/;

/** `redis` of the configuration: one primary, with replicas behind it or not. */
export const Redis = z
  .strictObject({
    url: z
      .string()
      .regex(urlPattern, 'write redis://host:6379, or rediss:// for TLS')
      .optional()
      .describe('where Redis is: redis:// or rediss://, with /number for a database'),
    urlFile: FilePath.optional().describe('file that holds the URL, for one with a password in it'),
    tls: TlsFiles.optional().describe('files of one’s own for TLS'),
    keyPrefix: z.string().max(100).default('trailhound:').describe('in front of every key'),
  })
  .check((context) => {
    const { url, urlFile } = context.value;
    if ((url === undefined) !== (urlFile === undefined)) return;
    const message = 'redis has exactly one of url and urlFile';
    context.issues.push({ code: 'custom', input: context.value, message });
  })
  .meta({ oneOf: [{ required: ['url'] }, { required: ['urlFile'] }] });
export type Redis = z.output<typeof Redis>;
