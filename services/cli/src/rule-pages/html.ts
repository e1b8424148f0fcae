import { printable } from '@trailhound/contracts';

/** Markup that is safe to put into a page; made only by {@link html}. */
export class Markup {
  constructor(readonly text: string) {}
}

type Piece = Markup | string | number | readonly (Markup | string)[];

/**
 * A template that escapes whatever is put into it, unless it is markup itself. Text in rules and records is written by
 * strangers: there is no other way to make markup here.
 */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  let text = parts[0] ?? '';
  pieces.forEach((piece, at) => {
    text += markupOf(piece) + (parts[at + 1] ?? '');
  });
  return new Markup(text);
}

function markupOf(piece: Piece): string {
  if (piece instanceof Markup) return piece.text;
  if (Array.isArray(piece)) return piece.map(markupOf).join('');
  return escapeText(String(piece));
}

function escapeText(text: string): string {
  return text
    .split('\n')
    .map(printable)
    .join('\n')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A link, only to the web or within the pages; anything else (such as `javascript:`) is shown as text. */
export function link(target: string, words: string): Markup {
  return /^(https?:\/\/|[\w./-]+\.html(#[\w-]+)?$)/.test(target)
    ? html`<a href="${target}">${words}</a>`
    : html`${words}`;
}
