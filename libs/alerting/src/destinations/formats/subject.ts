import type { Notice } from '@trailhound/contracts';

/** What a notice is about: its identity, and the rule or the route people know it by. */
export function subjectOf(notice: Notice): { readonly id: string; readonly name: string } {
  switch (notice.notice) {
    case 'fired':
    case 'test':
    case 'changed':
    case 'escalated':
    case 'step':
    case 'repeated':
      return { id: notice.alert.id, name: notice.alert.rule };
    case 'heartbeat':
      return { id: notice.heartbeat.route, name: notice.heartbeat.route };
    case 'digest':
      return { id: notice.digest.id, name: notice.digest.route };
    default:
      return notice satisfies never;
  }
}
