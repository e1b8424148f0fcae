import type { Notice } from '@trailhound/contracts';

/** When what a notice tells happened, epoch milliseconds: the same over every attempt. */
export function noticeTimeMs(notice: Notice): number {
  switch (notice.notice) {
    case 'fired':
    case 'test':
    case 'escalated':
    case 'step':
    case 'repeated':
      return Date.parse(notice.alert.lastEventTime);
    case 'changed':
      return Date.parse(notice.change.at);
    case 'digest':
      return Date.parse(notice.digest.until);
    case 'heartbeat':
      return Date.parse(notice.heartbeat.at);
    default:
      return notice satisfies never;
  }
}
