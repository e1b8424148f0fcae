import type { Answer, OutgoingRequest } from '@trailhound/alerting';

/** A part of what went out or came back: lines under a name, as they were on the wire. */
export interface ShownPart {
  readonly name: string;
  readonly lines: readonly string[];
}

/** A request as it goes out; `url` stands for that of an HTTP request. Secrets still stand elsewhere in it: whoever shows it masks them. */
export function shownRequest(request: OutgoingRequest, url: string): readonly ShownPart[] {
  switch (request.over) {
    case 'http':
      return [
        { name: 'request', lines: [`${request.method} ${url}`, ...named(request.headers)] },
        { name: 'body', lines: bodyLines(new TextDecoder().decode(request.body)) },
      ];
    case 'smtp': {
      const { server, from, to, subject, messageId, headers, text } = request;
      const port = `${server.host}:${server.port} (${server.tls})`;
      const who = [`From: ${from}`, `To: ${to.join(', ')}`, `Subject: ${subject}`, `Message-ID: ${messageId}`];
      return [
        { name: 'request', lines: [`mail to ${port}`, ...who, ...named(headers)] },
        { name: 'body', lines: text.split('\n') },
      ];
    }
    case 'kafka': {
      const { brokers, topic, key, headers, value } = request;
      const where = `produce to topic ${topic} at ${brokers.addresses.join(', ')}`;
      return [
        { name: 'request', lines: [where, `key: ${key}`, ...named(headers)] },
        { name: 'body', lines: bodyLines(new TextDecoder().decode(value)) },
      ];
    }
    case 'file':
      return [
        { name: 'request', lines: [`append a line to ${request.path === '-' ? 'standard output' : request.path}`] },
        { name: 'body', lines: bodyLines(request.line) },
      ];
    default:
      return request satisfies never;
  }
}

/** What came back, in the words of the protocol. */
export function shownAnswer(answer: Answer): ShownPart {
  switch (answer.kind) {
    case 'answered': {
      const { status, retryAfterMs, body } = answer;
      const wait = retryAfterMs === undefined ? [] : [`asks to wait ${Math.ceil(retryAfterMs / 1_000)} s`];
      return { name: 'answer', lines: [`status ${status}`, ...wait, ...(body.trim() === '' ? [] : bodyLines(body))] };
    }
    case 'taken':
      return { name: 'answer', lines: ['taken'] };
    case 'refused':
    case 'forbidden':
      return { name: 'answer', lines: [answer.message] };
    case 'unreachable':
      return { name: 'answer', lines: [`none: ${answer.message} (${answer.reason})`] };
    default:
      return answer satisfies never;
  }
}

function named(headers: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
}

/** JSON laid out for people, anything else as it is. */
function bodyLines(text: string): readonly string[] {
  try {
    return JSON.stringify(JSON.parse(text), null, 2).split('\n');
  } catch {
    return text.split('\n');
  }
}
