import type { Health, HealthReport } from './health.js';

export const probePaths = ['/livez', '/readyz'] as const;
export type ProbePath = (typeof probePaths)[number];

/**
 * What a probe is answered: 200 or 503, and the names and states of the checks. Probes are open to anyone who reaches
 * the port, so reasons (which may name hosts) stay with those who present a token or read the log.
 */
export interface HealthAnswer {
  readonly statusCode: 200 | 503;
  readonly body: { readonly status: HealthReport['status']; readonly checks: Readonly<Record<string, 'up' | 'down'>> };
}

export async function answerProbe(health: Health, path: ProbePath): Promise<HealthAnswer> {
  const { status, checks } = path === '/livez' ? health.live() : await health.ready();
  return {
    statusCode: status === 'up' ? 200 : 503,
    body: {
      status,
      checks: Object.fromEntries(Object.entries(checks).map(([name, result]) => [name, result.status])),
    },
  };
}
