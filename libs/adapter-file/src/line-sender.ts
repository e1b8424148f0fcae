import { open } from 'node:fs/promises';
import type { LineRequest } from '@trailhound/alerting';
import type { Sender, SendResult } from '@trailhound/ports';

export interface LineSenderOptions {
  /** Writes one line to standard output; resolves when it has room again. */
  readonly print: (line: string) => Promise<void>;
}

/** The path that means standard output. */
const standardOutput = '-';

/**
 * The Sender port as lines. A file is opened for each line and flushed to the disk before the line counts as written, so
 * that whoever moves the file away (logrotate) loses nothing; lines to one file go one after the other, whole.
 */
export function createLineSender({ print }: LineSenderOptions): Sender<LineRequest> {
  const last = new Map<string, Promise<SendResult>>();

  async function write(path: string, line: string): Promise<SendResult> {
    try {
      if (path === standardOutput) await print(line);
      else await append(path, `${line}\n`);
      return { kind: 'taken' };
    } catch (error) {
      return failure(error);
    }
  }

  return {
    async send({ path, line }) {
      const before = last.get(path);
      const turn = (async () => {
        await before;
        return write(path, line);
      })();
      last.set(path, turn);
      const result = await turn;
      if (last.get(path) === turn) last.delete(path);
      return result;
    },
    async close() {
      await Promise.all(last.values());
    },
  };
}

/** Alerts tell who did what: a new file is for the owner's eyes. */
async function append(path: string, text: string): Promise<void> {
  const file = await open(path, 'a', 0o600);
  try {
    await file.appendFile(text);
    await file.datasync();
  } catch (error) {
    // Pipes and terminals cannot be flushed; what was written is written.
    if (!(error instanceof Error && 'code' in error && error.code === 'EINVAL')) throw error;
  } finally {
    await file.close();
  }
}

/** A full disk may be emptied; a folder that is not there is for a person, and is tried as a refusal is. */
function failure(error: unknown): SendResult {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'ERROR';
  const isRefusal = ['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES', 'EPERM', 'EROFS'].includes(code);
  const message = `the file cannot be written (${code})`;
  return isRefusal ? { kind: 'refused', message } : { kind: 'unreachable', reason: 'network', message };
}
