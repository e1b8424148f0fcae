import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseBackend } from './choose-backend.js';
import { dockerEndpoint, dockerEngineAnswers } from './docker-engine.js';

describe('what the services of a test run on', () => {
  it.each([
    ['a Docker engine answers', true, undefined, 'containers'],
    ['no engine answers', false, undefined, 'native'],
    ['native is asked for although an engine answers', true, 'native', 'native'],
    ['containers are asked for', false, 'containers', 'containers'],
    ['the variable is empty', false, '', 'native'],
  ] as const)('when %s', (_, answers, wanted, backend) => {
    expect(chooseBackend(answers, wanted)).toBe(backend);
  });

  it('refuses a word it does not know', () => {
    expect(() => chooseBackend(true, 'podman')).toThrow('use "containers" or "native"');
  });

  it.each([
    [{}, { socketPath: '/var/run/docker.sock' }],
    [{ DOCKER_HOST: 'unix:///run/user/1000/docker.sock' }, { socketPath: '/run/user/1000/docker.sock' }],
    [{ DOCKER_HOST: 'tcp://127.0.0.1:2376' }, { host: '127.0.0.1', port: 2376 }],
    [{ DOCKER_HOST: 'ssh://build@host' }, undefined],
  ])('looks for the engine where %j says', (env, endpoint) => {
    expect(dockerEndpoint(env)).toEqual(endpoint);
  });

  it('takes a client without an engine for what it is', async () => {
    expect(await dockerEngineAnswers({ DOCKER_HOST: 'unix:///nowhere/docker.sock' })).toBe(false);
  });

  it('knows an engine by its answer to a ping', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'trailhound-docker-'));
    const engine = createServer((ask, answer) => answer.writeHead(ask.url === '/_ping' ? 200 : 404).end('OK'));
    const socketPath = join(folder, 'docker.sock');
    await new Promise<void>((resolve) => engine.listen(socketPath, resolve));
    expect(await dockerEngineAnswers({ DOCKER_HOST: `unix://${socketPath}` })).toBe(true);
    await new Promise((resolve) => engine.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });
});
