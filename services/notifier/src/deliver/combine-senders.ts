import type { HttpRequest, LineRequest, MailRequest, TopicRequest } from '@trailhound/alerting';
import type { Sender } from '@trailhound/ports';

/** A sender for each way out; one that is absent refuses what should go that way. */
export interface Senders {
  readonly http?: Sender<HttpRequest>;
  readonly smtp?: Sender<MailRequest>;
  readonly kafka?: Sender<TopicRequest>;
  readonly file?: Sender<LineRequest>;
}

/** One sender of them all. */
export function combineSenders(senders: Senders): Sender {
  const { http, smtp, kafka, file } = senders;
  const missing = async (over: string) =>
    ({ kind: 'refused', message: `this process sends nothing over ${over}` }) as const;
  return {
    async send(request, signal) {
      switch (request.over) {
        case 'http':
          return http?.send(request, signal) ?? missing(request.over);
        case 'smtp':
          return smtp?.send(request, signal) ?? missing(request.over);
        case 'kafka':
          return kafka?.send(request, signal) ?? missing(request.over);
        case 'file':
          return file?.send(request, signal) ?? missing(request.over);
        default:
          return request satisfies never;
      }
    },
    async close() {
      await Promise.all(Object.values(senders).map((sender) => sender?.close()));
    },
  };
}
