import { type Notice, printable } from '@trailhound/contracts';
import { type AlertContent, alertContent } from '../../content/alert-content.js';
import { digestContent } from '../../content/digest-content.js';
import { escalationLead, escalationPrefix } from '../../content/escalation-lead.js';
import type { Fact } from '../../content/fact.js';
import { repetitionLead, repetitionPrefix } from '../../content/repetition-lead.js';
import { stepLead, stepPrefix } from '../../content/step-content.js';
import { fitText } from '../../text/fit.js';

/** A message for people, the same words as plain text and as HTML. */
export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Longer subjects are cut by readers; a header line may have 998 bytes (RFC 5322, 2.1.1). */
const maxSubjectChars = 180;
const maxValueChars = 2_000;
const maxListed = 40;

/**
 * A notice as a mail: secrets masked, everything a record can hold on one line without control characters (so that no
 * header can be slipped in) and, in HTML, escaped.
 */
export function renderMail(notice: Notice, consoleUrl?: string): Mail {
  switch (notice.notice) {
    case 'fired':
      return alertMail(alertContent(notice.alert, consoleUrl), '');
    case 'test':
      return alertMail(alertContent(notice.alert, consoleUrl), '[TEST] ', 'This is a trial: nothing happened.');
    case 'digest':
      return alertMail(digestContent(notice.digest, consoleUrl), '');
    case 'escalated': {
      const lead = escalationLead(notice.escalation);
      return alertMail(alertContent(notice.alert, consoleUrl), escalationPrefix, lead);
    }
    case 'step':
      return alertMail(alertContent(notice.alert, consoleUrl), stepPrefix(notice.step), stepLead(notice.step));
    case 'repeated': {
      const lead = repetitionLead(notice.repetition);
      return alertMail(alertContent(notice.alert, consoleUrl), repetitionPrefix, lead);
    }
    case 'changed': {
      const { state, by, note, at } = notice.change;
      const content = alertContent(notice.alert, consoleUrl);
      const done = state === 'open' ? 'reopened' : state;
      const said = note === undefined ? '' : `: ${note}`;
      return alertMail(content, `${done}: `, `The alert was ${done} by ${by} at ${at}${said}`);
    }
    case 'heartbeat': {
      const { route, at, everySeconds } = notice.heartbeat;
      const text = `Trailhound is alive: ${route} at ${at}, every ${everySeconds} s. Its absence is the alarm.`;
      return {
        subject: line(`Trailhound is alive: ${route}`, maxSubjectChars),
        text: line(text),
        html: paragraph(text),
      };
    }
    default:
      return notice satisfies never;
  }
}

function alertMail(content: AlertContent, prefix: string, lead?: string): Mail {
  const { severity, title, description, facts, group, fields, known, why, rule, links, listed } = content;
  const sections: readonly (readonly [string, readonly Fact[]])[] = [
    ['', facts],
    ['Group', group],
    ['Fields', fields],
    ['Known besides', known],
    ['Why', why.map((reason, at) => ({ name: String(at + 1), value: reason }))],
    ['Alerts', listed ? [...listed.alerts, ...moreThan(listed.more)] : []],
    ['Rule', rule === undefined ? [] : [{ name: 'Rule', value: rule }]],
  ];
  const shown = sections.filter(([, listed]) => listed.length > 0);
  const leads = [lead, description].filter((text) => text !== undefined);
  return {
    subject: line(`${prefix}[${severity}] ${title}`, maxSubjectChars),
    text: [
      line(title),
      ...leads.map((text) => line(text)),
      ...shown.map(([heading, listed]) => section(heading, listed)),
      ...(links.length > 0 ? [links.map(({ text, href }) => `${text}: ${href}`).join('\n')] : []),
    ].join('\n\n'),
    html: [
      '<!doctype html><html><body style="font-family:sans-serif">',
      `<h2>${escapeHtml(title)}</h2>`,
      ...leads.map(paragraph),
      ...shown.map(([heading, listed]) => table(heading, listed)),
      links.map(({ text, href }) => `<a href="${escapeHtml(href)}">${escapeHtml(text)}</a>`).join(' · '),
      '</body></html>',
    ].join('\n'),
  };
}

function moreThan(count: number): readonly Fact[] {
  return count > 0 ? [{ name: 'and', value: `${count} more` }] : [];
}

function section(heading: string, listed: readonly Fact[]): string {
  const lines = listed.slice(0, maxListed).map(({ name, value }) => `${line(name)}: ${line(value)}`);
  return [...(heading === '' ? [] : [heading]), ...lines, ...rest(listed)].join('\n');
}

function table(heading: string, listed: readonly Fact[]): string {
  const rows = listed.slice(0, maxListed).map(({ name, value }) => {
    return `<tr><td><b>${escapeHtml(name)}</b></td><td><code>${escapeHtml(value)}</code></td></tr>`;
  });
  return `${heading === '' ? '' : `<h3>${heading}</h3>`}<table cellpadding="4">${rows.join('')}</table>${rest(listed).join('')}`;
}

function rest(listed: readonly Fact[]): readonly string[] {
  return listed.length > maxListed ? [`and ${listed.length - maxListed} more`] : [];
}

function paragraph(text: string): string {
  return `<p>${escapeHtml(text)}</p>`;
}

function line(text: string, maxChars = maxValueChars): string {
  return fitText(printable(text), maxChars);
}

const entities: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' },
};

function escapeHtml(text: string): string {
  return fitText(printable(text), maxValueChars, (character) => entities[character] ?? character);
}
