import { z } from 'zod';

const status = z.enum(['up', 'down', 'draining']);

/** What a probe is told: states without reasons. */
export const ProbeView = z
  .object({ status, checks: z.record(z.string(), z.enum(['up', 'down'])) })
  .meta({ id: 'Probe' });

/** The state of the process with reasons and notes. */
export const HealthView = z
  .object({
    status,
    checks: z.record(
      z.string(),
      z.object({ status: z.enum(['up', 'down']), message: z.string().optional().describe('why it is down') }),
    ),
    notes: z.record(z.string(), z.string()).describe('what works and needs an eye all the same, such as a noisy rule'),
  })
  .meta({ id: 'Health' });
