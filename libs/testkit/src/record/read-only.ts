const readingVerbs = /^(Get|List|Describe|Head|Lookup|BatchGet|Search|Query|Scan|Select|View|Check|Simulate|Filter)/;

/** Calls that change nothing although their name does not start like a read; CloudTrail marks them `readOnly: true`. */
const otherReads: ReadonlySet<string> = new Set([
  'AssumeRole',
  'AssumeRoleWithSAML',
  'AssumeRoleWithWebIdentity',
  'Decrypt',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'StartQuery',
]);

/** What CloudTrail writes into `readOnly` for a call of this name; an approximation by the verbs AWS uses. */
export function isReadOnlyCall(eventName: string): boolean {
  return eventName !== 'CheckMfa' && (readingVerbs.test(eventName) || otherReads.has(eventName));
}
