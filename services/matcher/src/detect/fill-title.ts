import type { RecordView } from '@trailhound/cloudtrail';
import { cutText, printable } from '@trailhound/contracts';
import { fieldText, type TitlePart } from '@trailhound/rules';

/** Most characters one placeholder of a title is replaced with. */
const maxPlaceholderLength = 256;

/** Most characters of a title; longer than any destination shows, and each cuts to its own limit. */
export const maxTitleLength = 512;

/**
 * The title of one alert. What the record has no value for reads `<missing>`; control characters are written out; each
 * value and the whole are cut to a bounded length, because a record may hold any text at any length.
 */
export function fillTitle(title: readonly TitlePart[], view: RecordView): string {
  const text = title.map((part) => partText(part, view)).join('');
  return cutText(printable(text.trim()), maxTitleLength);
}

function partText(part: TitlePart, view: RecordView): string {
  switch (part.kind) {
    case 'text':
      return part.text.replace(/\s+/g, ' ');
    case 'bad-field':
      return part.text;
    case 'field': {
      const text = fieldText(part.field, view);
      return text === null ? '<missing>' : cutText(text, maxPlaceholderLength);
    }
    default:
      return part satisfies never;
  }
}
