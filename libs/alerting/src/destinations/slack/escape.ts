import { printable } from '@trailhound/contracts';
import { fitText } from '../../text/fit.js';

/** The three characters of https://docs.slack.dev/messaging/formatting-message-text#escaping. */
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Text for Slack, escaped and at most `maxLength` long: control sequences (`<!channel>`, `<http://…|…>`) stay text. */
export function slackText(text: string, maxLength: number): string {
  return fitText(printable(text), maxLength, (character) => entities[character] ?? character);
}

/**
 * Text of a record as inline code, at most `maxLength` long: in code Slack neither formats nor links. A back quote would
 * end it and is shown as a letter that looks like one.
 */
export function slackCode(text: string, maxLength: number): string {
  const inner = slackText(text.trim() === '' ? '—' : text.replaceAll('`', 'ˋ'), maxLength - 2);
  return `\`${inner}\``;
}
