import type { Notice } from '@trailhound/contracts';
import type { Answer, DeliveryOutcome } from '../delivery/outcome.js';

/** What a template made of a body. */
export type ShapedBody =
  | { readonly kind: 'shaped'; readonly json: string }
  /** It could not be evaluated on this one; `code` says why and names no value. */
  | { readonly kind: 'unshaped'; readonly code: string };

/** The body a template is given, and the template. */
export interface BodyTemplate {
  /** JSONata. */
  readonly expression: string;
  /** The body as it would go out without the template. */
  body(attempt: Attempt): { readonly json: string; readonly timeMs: number };
}

/** One attempt to bring a notice to a destination. */
export interface Attempt {
  /** Delivery id: the same over every attempt and replay. */
  readonly deliveryId: string;
  readonly notice: Notice;
  /** 1 for the first. */
  readonly number: number;
  /** How many attempts at this delivery the destination has refused so far. */
  readonly refusals: number;
  /** A person put it back after its end. */
  readonly isReplay: boolean;
  /** What the destination called the first message of this thread; absent where there was none yet. */
  readonly firstReceipt?: string;
  /** Wall clock, epoch milliseconds. */
  readonly nowMs: number;
  /** What the channel's `template` made; absent where it has none. */
  readonly shaped?: ShapedBody;
}

/** An HTTP request. Secrets may stand in `url`, `headers` and `body`: none of them is ever logged. */
export interface HttpRequest {
  readonly over: 'http';
  readonly url: string;
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly timeoutMs: number;
  /** How much of the answer is kept. Default 1 KiB, for people; more where a program reads it. */
  readonly answerBytes?: number;
}

/** A mail server and how to sign in there. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** `implicit`: TLS from the first byte; `starttls`: asked for and required; `none`: plain. */
  readonly tls: 'implicit' | 'starttls' | 'none';
  readonly username?: string;
  readonly password?: string;
}

/** One message to be handed to a mail server. */
export interface MailRequest {
  readonly over: 'smtp';
  readonly server: MailServer;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** With angle brackets; the same over every attempt. */
  readonly messageId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

/** Brokers other than the installation's own, and how to sign in there. */
export interface Brokers {
  readonly addresses: readonly string[];
  readonly tls: boolean;
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  };
}

/** One message to a Kafka topic. */
export interface TopicRequest {
  readonly over: 'kafka';
  readonly brokers: Brokers;
  readonly topic: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Uint8Array;
  readonly timeoutMs: number;
}

/** One line to a file, or to standard output (`-`). */
export interface LineRequest {
  readonly over: 'file';
  readonly path: string;
  /** Without a line break. */
  readonly line: string;
  readonly timeoutMs: number;
}

/** What goes out. `SendRequest` of the Sender port is this. */
export type OutgoingRequest = HttpRequest | MailRequest | TopicRequest | LineRequest;

/** How fast a destination may be spoken to, by one process. */
export interface Pace {
  /** Messages a second, on the long run. */
  readonly perSecond: number;
  /** Messages at once after a quiet time. */
  readonly burst: number;
}

/** A destination ready for use: settings understood, secrets at hand. Pure: the same attempt gives the same request. */
export interface Channel {
  /** Of which kind the destination is: `webhook`, … */
  readonly kind: string;
  /** Where it goes, fit to be shown: no path, no query, no secret. */
  readonly target: string;
  /** Values that must never be shown, also not when a receiver echoes them. */
  readonly secrets: readonly string[];
  /** It is told when people acknowledge, close or reopen an alert it was told of. */
  readonly followsChanges: boolean;
  /** Absent: as fast as it answers. */
  readonly pace?: Pace;
  /** Absent: its body is its own. With it, `request` is to be given what the template made. */
  readonly template?: BodyTemplate;
  request(attempt: Attempt): OutgoingRequest;
  outcome(answer: Answer): DeliveryOutcome;
  /** What this notice's thread is called; absent where the destination has no threads, or none for this notice. */
  thread?(notice: Notice): string | undefined;
  /** How long after its first message a thread takes more; with `thread`. */
  readonly threadForMs?: number;
}

/** Bound on one whole exchange with a destination. */
export const attemptTimeoutMs = 10_000;
