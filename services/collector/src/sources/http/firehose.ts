import { isJsonObject, own, ownText, parseJson } from '@trailhound/cloudtrail';

/** A request of Firehose, read. */
export type FirehoseBatch =
  | { readonly kind: 'batch'; readonly requestId: string; readonly records: readonly Uint8Array[] }
  | { readonly kind: 'bad'; readonly message: string };

/**
 * The body Firehose sends to an HTTP endpoint: `{requestId, timestamp, records: [{data: base64}]}`.
 * https://docs.aws.amazon.com/firehose/latest/dev/httpdeliveryrequestresponse.html
 */
export function parseFirehose(body: string): FirehoseBatch {
  let value: unknown;
  try {
    value = parseJson(body);
  } catch {
    return { kind: 'bad', message: 'the body is no JSON' };
  }
  const requestId = ownText(value, 'requestId');
  const records = own(value, 'records');
  if (requestId === undefined || !Array.isArray(records)) {
    return { kind: 'bad', message: 'the body has no requestId or no records' };
  }
  const data = records.map((record) => (isJsonObject(record) ? own(record, 'data') : undefined));
  if (!data.every((text) => typeof text === 'string')) return { kind: 'bad', message: 'a record without data' };
  return { kind: 'batch', requestId, records: data.map((text) => Buffer.from(text, 'base64')) };
}

/** What Firehose wants to be told: its own id back, when, and what is wrong where something is. */
export function firehoseAnswer(requestId: string, nowMs: number, errorMessage?: string): string {
  return JSON.stringify({ requestId, timestamp: nowMs, ...(errorMessage !== undefined && { errorMessage }) });
}
