/**
 * Bounds of https://docs.slack.dev/reference/block-kit/blocks and of chat.postMessage, in characters or pieces. The
 * top-level text may have 40,000 characters; Slack advises 4,000.
 */
export const slackLimits = {
  headerChars: 150,
  sectionChars: 3_000,
  fields: 10,
  fieldChars: 2_000,
  buttonChars: 75,
  urlChars: 3_000,
  textChars: 4_000,
} as const;
