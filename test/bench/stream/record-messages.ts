import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { admitRecord, parseJson, recordHeaders } from '@trailhound/cloudtrail';
import { recordHeaderNames } from '@trailhound/contracts';
import type { LogMessage } from '@trailhound/ports';

const batch = 1000;

/** The records of a file as the collector would publish them, in batches; `named` false leaves out the names of event and source. */
export async function* recordMessages(
  file: string,
  { named }: { readonly named: boolean },
): AsyncGenerator<LogMessage[]> {
  let messages: LogMessage[] = [];
  let index = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    messages.push(recordMessage(line, index, named));
    index += 1;
    if (messages.length < batch) continue;
    yield messages;
    messages = [];
  }
  if (messages.length > 0) yield messages;
}

/** One record of the corpus as a message. Throws TypeError for what the collector would not let in. */
export function recordMessage(line: string, index: number, named: boolean): LogMessage {
  const admitted = admitRecord(parseJson(line));
  if (admitted.kind === 'refused') throw new TypeError(admitted.message);
  const headers = recordHeaders(admitted, { source: 'bench', input: 'corpus', index });
  if (!named) {
    delete headers[recordHeaderNames.eventName];
    delete headers[recordHeaderNames.eventSource];
  }
  return { key: admitted.uid, value: Buffer.from(line), headers };
}
