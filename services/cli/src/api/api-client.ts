import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { CommandFailure, exitCodes } from '../exit-codes.js';

/** How a command reaches the API. */
export interface ApiOptions {
  readonly url: string;
  readonly tokenFile?: string;
}

const timeoutMs = 120_000;

/** Adds the options that say where the API is. */
export function withApiOptions(command: Command): Command {
  return command
    .option('--url <url>', 'where the API answers', 'http://127.0.0.1:8080')
    .option('--token-file <file>', 'file whose first line is a token of the API; else the variable TOKEN');
}

/** Calls the API of a running Trailhound. */
export class ApiClient {
  readonly #url: string;
  readonly #token: string;

  private constructor(url: string, token: string) {
    this.#url = url.replace(/\/+$/, '');
    this.#token = token;
  }

  static async open({ url, tokenFile }: ApiOptions, env: NodeJS.ProcessEnv): Promise<ApiClient> {
    if (!/^https?:\/\//.test(url)) throw new CommandFailure(`--url: ${url} is no http or https URL`, exitCodes.usage);
    const token = tokenFile === undefined ? (env['TOKEN'] ?? '') : await firstLine(tokenFile);
    return new ApiClient(url, token.trim());
  }

  /** The answer's JSON. Ends the command with a sentence where the API does not answer or refuses. */
  async call(method: 'GET' | 'POST', path: string, query: Readonly<Record<string, QueryValue>> = {}): Promise<unknown> {
    const parameters = Object.entries(query).flatMap(([name, value]) => {
      const values = value === undefined ? [] : typeof value === 'string' ? [value] : value;
      return values.map((one): [string, string] => [name, one]);
    });
    const search = new URLSearchParams(parameters).toString();
    const answer = await this.#fetch(`${this.#url}${path}${search === '' ? '' : `?${search}`}`, method);
    const body: unknown = await answer.json().catch(() => undefined);
    if (answer.ok && body !== undefined) return body;
    throw refusal(answer.status, body);
  }

  async #fetch(url: string, method: string): Promise<Response> {
    const headers = this.#token === '' ? {} : { authorization: `Bearer ${this.#token}` };
    try {
      return await fetch(url, { method, headers, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    } catch {
      const message = `no API answers at ${this.#url}; start it with trailhound up, or say where it is with --url`;
      throw new CommandFailure(message, exitCodes.environment);
    }
  }
}

export type QueryValue = string | readonly string[] | undefined;

function refusal(status: number, body: unknown): CommandFailure {
  const said = typeof body === 'object' && body !== null && 'detail' in body ? String(body.detail) : `HTTP ${status}`;
  if (status === 401) {
    return new CommandFailure(
      `the API refuses: ${said}; give one with --token-file or the variable TOKEN`,
      exitCodes.usage,
    );
  }
  return new CommandFailure(`the API refuses: ${said}`, status < 500 ? exitCodes.usage : exitCodes.environment);
}

async function firstLine(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).split('\n').find((line) => line.trim() !== '' && !line.startsWith('#')) ?? '';
  } catch {
    throw new CommandFailure(`--token-file: ${path} cannot be read`, exitCodes.usage);
  }
}
