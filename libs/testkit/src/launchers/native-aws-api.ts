import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { startGuarded } from './guarded-process.js';
import { motoServer } from './moto-server.js';
import { pythonEnvironment } from './python-environment.js';
import { versions } from './versions.js';
import { waitUntil } from './wait-until.js';

/** A running S3, SQS and SNS API (moto's server). Everything in it is gone when it stops. */
export interface AwsApi {
  /** For AWS_ENDPOINT_URL. */
  readonly endpoint: string;
  /** Environment for processes that talk to it: endpoint, region, and credentials that mean nothing. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts moto's server from a virtual environment in the cache. Throws MissingPrerequisite where Python is not there. */
export async function startNativeAwsApi(): Promise<AwsApi> {
  const python = join(pythonEnvironment(`moto-${versions.moto}`, `moto[server]==${versions.moto}`), 'bin', 'python');
  const folder = mkdtempSync(join(tmpdir(), 'trailhound-moto-'));
  const port = await freePort();
  const server = await startGuarded(join(folder, 'moto.log'), python, [
    '-c',
    motoServer,
    '-H',
    '127.0.0.1',
    '-p',
    String(port),
  ]);
  const endpoint = `http://127.0.0.1:${port}`;
  await waitUntil('the S3 API answers', async () => (await fetch(`${endpoint}/moto-api/`)).ok, 180_000, 200);
  return {
    endpoint,
    env: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
