import { type EmbeddedStores, openMemoryStores } from '@trailhound/adapter-embedded';
import type { Alert } from '@trailhound/contracts';
import type { BucketSummary } from '@trailhound/detection';
import type { DeliveryStatus } from '@trailhound/ports';
import { createHealth, createLogger, createMetrics, type Health, systemClock } from '@trailhound/runtime';
import { generateToken, parseApiTokens } from '../src/auth/api-tokens.js';
import { type ApiOptions, type ConsoleApi, createApi } from '../src/create-api.js';
import { bookWriter } from './book-writer.js';
import { memoryAlertIndex } from './memory-alert-index.js';

export interface StartedApi {
  readonly url: string;
  readonly token: string;
  readonly health: Health;
  readonly logged: readonly string[];
  readonly api: ConsoleApi;
  /** GET with the token. */
  get(path: string): Promise<Response>;
  post(path: string): Promise<Response>;
  /** Any method, with the token and a JSON body. */
  send(method: string, path: string, body?: unknown): Promise<Response>;
  put(...alerts: Alert[]): Promise<void>;
  /** Log and ledger behind the API. */
  readonly stores: EmbeddedStores;
  readonly summaries: Map<string, BucketSummary>;
  readonly statuses: Map<string, DeliveryStatus>;
}

/** The API on a free port, over stores in memory. */
export async function startApi(more: Partial<ApiOptions> = {}): Promise<StartedApi> {
  const logged: string[] = [];
  const token = generateToken();
  const tokens = parseApiTokens([token], 'test');
  if (!tokens.ok) throw new Error('a generated token is no token');
  const alerts = memoryAlertIndex();
  const health = createHealth({ clock: systemClock, cacheMs: 0 });
  const summaries = new Map<string, BucketSummary>();
  const statuses = new Map<string, DeliveryStatus>();
  const stores = openMemoryStores({ clock: systemClock });
  const api = await createApi({
    alerts,
    windows: { summary: async (id) => summaries.get(id) },
    deliveries: {
      status: async (id) => statuses.get(id),
      replay: (id, dueMs) => stores.state.deliveries.replay(id, dueMs),
    },
    log: stores.log,
    checkpoints: stores.state.checkpoints,
    clock: systemClock,
    writer: bookWriter(stores.log),
    testRules: async () => [],
    destinations: ['soc'],
    health,
    metrics: createMetrics({ version: '1.2.3' }),
    logger: createLogger({ service: 'console', write: (line) => logged.push(line) }),
    tokens: tokens.value,
    listen: { host: '127.0.0.1', port: 0 },
    version: '1.2.3',
    ...more,
  });
  const url = await api.listen();
  return {
    url,
    token,
    health,
    logged,
    api,
    summaries,
    statuses,
    get: (path) => fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } }),
    post: (path) => fetch(`${url}${path}`, { method: 'POST', headers: { authorization: `Bearer ${token}` } }),
    send: (method, path, body) =>
      fetch(`${url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    put: (...given) => alerts.put(given),
    stores,
  };
}
