import { request } from 'node:http';

/** Where a Docker engine would listen, by the environment Docker's own client reads. */
export function dockerEndpoint(
  env: NodeJS.ProcessEnv,
): { readonly socketPath: string } | { readonly host: string; readonly port: number } | undefined {
  const host = env['DOCKER_HOST'] || 'unix:///var/run/docker.sock';
  if (host.startsWith('unix://')) return { socketPath: host.slice('unix://'.length) };
  const tcp = /^(?:tcp|http):\/\/([^/:]+)(?::(\d+))?\/?$/.exec(host);
  return tcp?.[1] === undefined ? undefined : { host: tcp[1], port: Number(tcp[2] ?? 2375) };
}

/** True when a Docker engine answers within a second. A client without an engine is no engine. */
export function dockerEngineAnswers(env: NodeJS.ProcessEnv = process.env): Promise<boolean> {
  const endpoint = dockerEndpoint(env);
  if (!endpoint) return Promise.resolve(false);
  return new Promise((resolve) => {
    const ask = request({ ...endpoint, path: '/_ping', timeout: 1000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    ask.on('error', () => resolve(false));
    ask.on('timeout', () => ask.destroy());
    ask.end();
  });
}
