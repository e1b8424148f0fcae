import { slackObjection } from './slack-rules.js';
import {
  jsonObject,
  startVendorReceiver,
  type VendorAnswer,
  type VendorReceiver,
  type VendorRequest,
} from './vendor-receiver.js';

export interface SlackReceiverOptions {
  readonly botToken?: string;
  /** The channel the bot is in. */
  readonly channel?: string;
  /** Messages a second before `ratelimited`; default no bound. */
  readonly perSecond?: number;
}

/** A message Slack took. */
export interface SlackPost {
  readonly ts: string;
  readonly threadTs?: string;
  readonly message: Readonly<Record<string, unknown>>;
}

export interface SlackReceiver extends VendorReceiver {
  /** URL of an incoming webhook. */
  readonly webhookUrl: string;
  /** Base of the Web API. */
  readonly apiUrl: string;
  readonly posts: readonly SlackPost[];
  /** Deletes a message, so that replies to it fail. */
  remove(ts: string): void;
}

const webhookPath = '/services/T000/B000/S3CRET';

/** Slack's incoming webhooks and chat.postMessage, refusing what Slack refuses in Slack's words. */
export async function startSlackReceiver(options: SlackReceiverOptions = {}): Promise<SlackReceiver> {
  const posts: SlackPost[] = [];
  const known = new Set<string>();
  let recent: number[] = [];

  function isTooFast(): boolean {
    if (options.perSecond === undefined) return false;
    const nowMs = Date.now();
    recent = recent.filter((atMs) => nowMs - atMs < 1_000);
    if (recent.length >= options.perSecond) return true;
    recent.push(nowMs);
    return false;
  }

  function take(message: Readonly<Record<string, unknown>>): SlackPost {
    const ts = `1700000000.${String(posts.length + 1).padStart(6, '0')}`;
    const threadTs = typeof message.thread_ts === 'string' ? { threadTs: message.thread_ts } : {};
    const post = { ts, ...threadTs, message };
    posts.push(post);
    known.add(ts);
    return post;
  }

  function judge(request: VendorRequest): VendorAnswer {
    const message = jsonObject(request.body);
    if (request.path === webhookPath) return judgeWebhook(request, message);
    if (request.path === '/api/chat.postMessage') return json(judgeCall(request, message));
    return { status: 404, body: 'no_service', objection: request.path };
  }

  function judgeWebhook({ method }: VendorRequest, message: ReturnType<typeof jsonObject>): VendorAnswer {
    if (method !== 'POST' || !message) return { status: 400, body: 'invalid_payload', objection: 'no JSON' };
    if (isTooFast()) return { status: 429, body: 'rate_limited', retryAfter: '1' };
    const objection = slackObjection(message);
    if (objection) return { status: 400, body: objection.error, objection: objection.detail };
    take(message);
    return { status: 200, body: 'ok' };
  }

  function judgeCall({ headers }: VendorRequest, message: ReturnType<typeof jsonObject>): Call {
    if (!headers['content-type']?.startsWith('application/json')) return { error: 'invalid_form_data' };
    if (headers.authorization === undefined) return { error: 'not_authed' };
    if (headers.authorization !== `Bearer ${options.botToken}`) return { error: 'invalid_auth' };
    if (!message) return { error: 'invalid_json' };
    if (isTooFast()) return { error: 'ratelimited', status: 429, retryAfter: '1' };
    if (message.channel !== options.channel) return { error: 'channel_not_found' };
    const objection = slackObjection(message);
    if (objection) return { error: objection.error, detail: objection.detail };
    const { thread_ts: thread } = message;
    if (thread !== undefined && (typeof thread !== 'string' || !known.has(thread)))
      return { error: 'thread_not_found' };
    return { post: take(message) };
  }

  const receiver = await startVendorReceiver(judge);
  return {
    ...receiver,
    webhookUrl: `${receiver.origin}${webhookPath}`,
    apiUrl: `${receiver.origin}/api`,
    posts,
    remove: (ts) => void known.delete(ts),
  };
}

interface Call {
  readonly post?: SlackPost;
  readonly error?: string;
  readonly detail?: string;
  readonly status?: number;
  readonly retryAfter?: string;
}

function json({ post, error, detail, status = 200, retryAfter }: Call): VendorAnswer {
  const body = post ? { ok: true, channel: 'C000', ts: post.ts, message: post.message } : { ok: false, error };
  return {
    ...{ status, body: JSON.stringify(body), contentType: 'application/json; charset=utf-8' },
    ...(retryAfter !== undefined && { retryAfter }),
    ...(error !== undefined && { objection: detail ?? error }),
  };
}
