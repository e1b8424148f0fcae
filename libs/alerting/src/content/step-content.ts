import { formatDuration, type Step, type Tally } from '@trailhound/contracts';

/** What stands before the title of a message that a rule asks for later. */
export function stepPrefix({ afterSeconds }: Step): string {
  return `[+${formatDuration(afterSeconds * 1_000)}] `;
}

/** What a later message adds to its alert. Names and group values in it are the rule's and the record's text: escape it. */
export function stepLead({ afterSeconds, tally }: Step): string {
  const after = formatDuration(afterSeconds * 1_000);
  if (tally === undefined) return `Told again ${after} after the alert, as its rule asks.`;
  const records = tally.records.map(({ eventName, count }) => `${eventName} ${count}`).join(', ');
  const group = Object.entries(tally.group).map(([name, value]) => `${name} ${value ?? '(none)'}`);
  const sentences = [
    `In the ${after} after the alert: ${[...instances(tally), `records: ${records}`].join('; ')}.`,
    ...(group.length > 0 ? [`Counted: ${group.join(', ')}.`] : []),
    ...(tally.ungrouped === undefined ? [] : [`Not counted, as they name no group: ${tally.ungrouped} records.`]),
    ...(tally.isAtLeast ? ['There are more than are counted.'] : []),
  ];
  return sentences.join(' ');
}

function instances({ launched, terminated }: Tally): readonly string[] {
  if (launched === undefined && terminated === undefined) return [];
  const [more, less] = [launched ?? 0, terminated ?? 0];
  const change = more - less;
  const sum = change === 0 ? 'as many as before' : `${Math.abs(change)} ${change > 0 ? 'more' : 'fewer'} than before`;
  return [`${more} launched minus ${less} terminated: ${sum}`];
}
