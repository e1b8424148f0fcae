import { z } from 'zod';
import { DurationText } from './duration-text.js';

/** `matcher` of the configuration: how records are judged against rules. */
export const Matching = z.strictObject({
  lateness: DurationText.default('20m').describe(
    'how late records may come where windows are judged when they are over: absence, firstSeen, averages, lt, silence',
  ),
});
