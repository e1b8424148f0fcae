import { Destinations, parseAddressPolicy, Routes, Routing } from '@trailhound/alerting';
import { z } from 'zod';
import { logFormats, logLevels } from '../log/logger.js';
import { Admin } from './sections/admin.js';
import { Api } from './sections/api.js';
import { Completeness } from './sections/completeness.js';
import { Console } from './sections/console.js';
import { Enrich } from './sections/enrich.js';
import { FilePath } from './sections/file-path.js';
import { Kafka } from './sections/kafka.js';
import { Matching } from './sections/matching.js';
import { Packs } from './sections/pack-settings.js';
import { Redis } from './sections/redis.js';
import { Source } from './sections/source.js';

const AddressRange = z.string().check((context) => {
  const policy = parseAddressPolicy([context.value]);
  for (const { message, fix } of policy.ok ? [] : policy.problems) {
    context.issues.push({ code: 'custom', input: context.value, message, params: { fix } });
  }
});

/**
 * The one configuration of every service: types, defaults, bounds and descriptions. Reading, the environment, JSON
 * Schema and the reference page are derived from it. A new section is a line here.
 */
export const Config = z.strictObject({
  sources: z.array(Source).default([]).describe('where records come from'),
  rules: z
    .array(FilePath)
    .default([])
    .describe('rule files and folders of them; under a folder a pack is its top folder'),
  suppressions: z.array(FilePath).default([]).describe('suppression files and folders of them'),
  packs: Packs.default({}).describe('packs adapted without touching their files, by name'),
  completeness: Completeness.prefault({}).describe('whether everything that should come does come'),
  matcher: Matching.prefault({}).describe('how records are judged against rules'),
  enrich: Enrich.prefault({}).describe('what is known of records besides what AWS writes'),
  destinations: Destinations.default({}).describe('where notifications go, by name'),
  routes: Routes.optional().describe('which alerts go to which destinations; absent: every alert to every destination'),
  routing: Routing.prefault({}).describe('what routes refer to by name'),
  network: z
    .strictObject({
      allow: z
        .array(AddressRange)
        .default([])
        .describe('addresses and CIDR ranges destinations may have although they are not public; any port, http too'),
    })
    .prefault({})
    .describe('where this installation may connect to'),
  data: FilePath.default('./.trailhound').describe(
    'folder of the embedded log and state; in a cluster the console keeps its index of alerts there',
  ),
  kafka: Kafka.optional().describe(
    'the log of a cluster: what `trailhound collector`, `matcher`, `notifier` and `console` share',
  ),
  redis: Redis.optional().describe(
    'the state of a cluster: windows and deliveries, on one primary that never evicts keys',
  ),
  console: Console.prefault({}).describe('the console, as people reach it'),
  api: Api.prefault({}).describe('the REST API'),
  admin: Admin.prefault({}).describe('probes and metrics of the services that have no API'),
  log: z
    .strictObject({
      level: z.enum(logLevels).default('info').describe('the least severe entries that are written'),
      format: z.enum(logFormats).default('json').describe('json: one object a line; pretty: for people'),
    })
    .prefault({})
    .describe('the log, on standard error'),
});
export type Config = z.output<typeof Config>;
