import { Readable, Writable } from 'node:stream';
import type { Io } from '../src/io.js';
import { run } from '../src/main.js';
import { styleFor } from '../src/terminal/style.js';

export interface CallOptions {
  readonly stdin?: string | Uint8Array;
  /** stdout and stderr are a terminal this wide. */
  readonly columns?: number;
  readonly env?: NodeJS.ProcessEnv;
}

/** What one call of the command answered. */
export interface Called {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout, line by line. */
  readonly lines: readonly string[];
  /** stdout read as JSON lines. */
  json(): Record<string, unknown>[];
}

/** Calls `trailhound` in this process. */
export async function call(args: readonly string[], options: CallOptions = {}): Promise<Called> {
  const [out, err] = [collector(options), collector(options)];
  const io: Io = {
    in: Readable.from(options.stdin === undefined ? [] : [Buffer.from(options.stdin)]),
    out: out.stream,
    err: err.stream,
    env: options.env ?? {},
    outStyle: styleFor(out.stream, options.env ?? {}),
    errStyle: styleFor(err.stream, options.env ?? {}),
    async print(line) {
      out.stream.write(`${line}\n`);
    },
    say(line) {
      err.stream.write(`${line}\n`);
    },
  };
  const exitCode = await run(args, io);
  const lines = out.text().split('\n').slice(0, -1);
  return {
    exitCode,
    stdout: out.text(),
    stderr: err.text(),
    lines,
    json: () => lines.map((line): Record<string, unknown> => JSON.parse(line)),
  };
}

function collector({ columns }: CallOptions) {
  const pieces: string[] = [];
  const stream: Io['out'] = new Writable({
    write(piece: Buffer, _encoding, done) {
      pieces.push(piece.toString('utf8'));
      done();
    },
  });
  if (columns !== undefined) Object.assign(stream, { isTTY: true, columns });
  return { stream, text: () => pieces.join('') };
}
