import type { ErrorDoc } from '@trailhound/contracts';

/** Every code of a `Problem` this package reports; docs/reference/errors.md is written from it. */
export const ruleProblemCodes = {
  'E-CANNOT-SAY': {
    meaning: 'A condition holds a part that the language it is to be converted to has no words for.',
    action: 'Keep the rule in its own language, or change the part the message names.',
  },
  'E-CIDR': {
    meaning: 'A network in a condition is no CIDR block.',
    action: 'Write it as 10.0.0.0/8 or 2001:db8::/32.',
  },
  'E-EB-CIDR': {
    meaning: 'A `cidr` in an event pattern is no CIDR block.',
    action: 'Write it as 10.0.0.0/8 or 2001:db8::/32.',
  },
  'E-EB-EMPTY': {
    meaning: 'A mapping or list in an event pattern is empty, which nothing could match.',
    action: 'Remove it, or say what the field may be.',
  },
  'E-EB-FIELD-TWICE': {
    meaning:
      'An event pattern names one field twice (as `a.b` and as `b` in `a`, or inside and outside of `$or`); EventBridge would look at one of them only.',
    action: 'Join the lists into one.',
  },
  'E-EB-MATCH': {
    meaning: 'A match in an event pattern has no operator, or several.',
    action: 'Write one `{"operator": …}` for each.',
  },
  'E-EB-NO-LIST': {
    meaning: 'A field of an event pattern has a value outside of a list.',
    action: 'Put it into a list: `["…"]`.',
  },
  'E-EB-NOT-A-PATTERN': {
    meaning: 'An event pattern is no mapping, or a text that holds no JSON.',
    action: 'Write the pattern as a mapping; JSON is YAML.',
  },
  'E-EB-NUMERIC': {
    meaning: 'A `numeric` match is not one comparison or a lower bound followed by an upper one.',
    action: 'Write `["=", 5]`, `["<", 10]` or `[">", 0, "<=", 5]`.',
  },
  'E-EB-OPERATOR': {
    meaning:
      'An event pattern uses an operator that does not exist, is spelled otherwise, or does not go where it stands.',
    action: 'Use one of those the message lists.',
  },
  'E-EB-OR': {
    meaning: "The `$or` of an event pattern stand for more than 1000 combinations, EventBridge's limit.",
    action: 'Split the rule.',
  },
  'E-EB-VALUE': {
    meaning: 'An operator of an event pattern is given a value of a kind it does not take.',
    action: 'Give it what the message names.',
  },
  'E-EB-WILDCARD': {
    meaning:
      'A wildcard of an event pattern has two `*` in a row, an unknown escape, or is more complex than EventBridge takes.',
    action: 'Write one `*`, `\\*` for a star itself, and fewer of them.',
  },
  'E-DIALECT': {
    meaning: "A match expression uses what only another edition of its language has: JMESPath Community's, above all.",
    action: 'Rewrite that part; the message names it.',
  },
  'E-FUNCTION': {
    meaning: 'A function is called that there is not, that is not offered here, or with arguments it never takes.',
    action: 'Correct the name or the arguments; the message says what is wrong.',
  },
  'E-FUZZY': {
    meaning: 'A query asks for fuzzy terms or for words near one another, which are matters of ranking.',
    action: 'Write the spellings that are meant, or wildcards.',
  },
  'E-LIMIT': {
    meaning: 'A condition is longer, deeper or larger than any person writes.',
    action: 'Split the rule, or move its list into a named value.',
  },
  'E-INDENT': {
    meaning: 'A Panther file lost its indentation, as pages of the web print them.',
    action: 'Replace it with the repaired text that is printed, after a look at it.',
  },
  'E-PATH': {
    meaning: 'A field path is malformed, too long, or names a member no record can have.',
    action: 'Write a path such as userIdentity.arn, items[0].name or ["odd name"].',
  },
  'E-PY-CONSTRUCT': {
    meaning: 'The rule function of a Panther rule uses something of Python that is beyond what is read of it.',
    action: 'Say it with what docs/languages/panther.md lists; Python is read, never run.',
  },
  'E-PY-RULE': {
    meaning: 'The Python file of a Panther rule has no function rule(event), or several.',
    action: 'Write one.',
  },
  'E-PY-SYNTAX': {
    meaning: 'A file is no Python at this place.',
    action: 'Correct the syntax.',
  },
  'E-REGEX': {
    meaning: 'A regular expression is no RE2 pattern: look-around and back-references are not offered, for their cost.',
    action: 'Rewrite the pattern, or split it into several tests.',
  },
  'E-SIGMA-V1': {
    meaning: 'A Sigma rule uses what Sigma 2 has dropped: an aggregation behind `|`, or `action`.',
    action: 'Write a correlation over the rule, and every document whole.',
  },
  'E-REGEX-OP': {
    meaning:
      'A Lucene pattern uses an interval, a complement or an intersection, which linear-time patterns do not have.',
    action: 'Join two patterns with AND and NOT, or write the numbers out.',
  },
  'E-SYNTAX': {
    meaning: "A condition does not follow its language's grammar.",
    action: 'See the page of the language in docs/languages; the place is the character that does not fit.',
  },
  'E-TYPE': {
    meaning: 'An operator is given a value it cannot compare with.',
    action: 'Give it a value of the kind the message names.',
  },
  'E-VALUE-LIST': {
    meaning: 'A named value that is a list stands where one value is needed.',
    action: 'Use the list with `in`, or give the name one value.',
  },
  'E-VALUE-UNKNOWN': {
    meaning: 'A placeholder names a value that neither the rule nor the configuration of its pack gives.',
    action: 'Add it under `values`, or correct the name.',
  },
  PACK_RULE_UNKNOWN: {
    meaning: 'The configuration disables a rule that its pack does not have.',
    action: 'Correct the id under `packs`.',
  },
  PACK_UNKNOWN: {
    meaning: 'The configuration adapts a pack that is not loaded.',
    action: 'Correct the name under `packs`; it is the top folder under the rules root.',
  },
  PACK_VALUE_UNUSED: {
    meaning: 'The configuration gives a pack a value that none of its rules uses.',
    action: 'Correct the name of the value, or take it out.',
  },
  RULE_BAD_DEDUP: {
    meaning: 'The dedup of a threshold rule is `none` or shorter than its window.',
    action: 'Leave `dedup` out (it is then as long as `within`) or make it longer.',
  },
  RULE_BAD_DURATION: {
    meaning: 'A duration is zero, or longer than counting state is kept (31 days).',
    action: 'Choose one in between.',
  },
  RULE_BAD_TIME: {
    meaning: 'A time is not ISO 8601, or on no calendar.',
    action: 'Write 2026-12-31 or 2026-12-31T18:00:00Z.',
  },
  RULE_BAD_VALUE: {
    meaning: 'A key has a value of the wrong kind or out of bounds; the message says what it must be.',
    action: 'Correct the value.',
  },
  RULE_FILE_ALIASES: {
    meaning: 'A document uses more than 50 YAML aliases, each of which may stand for a large part of it.',
    action: 'Write the repeated parts out, or split the file.',
  },
  RULE_FILE_DUPLICATE_KEY: {
    meaning: 'A mapping has the same key twice, so one of the values would be lost.',
    action: 'Remove one of them.',
  },
  RULE_FILE_SYNTAX: {
    meaning: 'A file is neither YAML 1.2 nor JSON at this place.',
    action: 'Correct the syntax; values that hold `: ` or start with `*`, `&`, `{` or `[` need quotes.',
  },
  RULE_FILE_TAG: {
    meaning: 'A YAML tag such as !!js/function or !include is used; rule files hold plain data.',
    action: 'Remove the tag.',
  },
  RULE_FILE_TOO_DEEP: {
    meaning: 'A document is nested deeper than 64 levels, or an anchor holds itself.',
    action: 'Flatten it.',
  },
  RULE_FILE_TOO_LARGE: {
    meaning: 'A rule or suppression file is larger than 256 KiB.',
    action: 'Split it; move long test events into their own rules.',
  },
  RULES_EDIT_IMPOSSIBLE: {
    meaning: 'A rule or suppression cannot be edited in its file without doing more than was asked for.',
    action: 'Send the whole text of the file, as the message says, or push it.',
  },
  RULES_FILE_TAKEN: {
    meaning: 'A new rule was to go into a file that is there already.',
    action: 'Give another name, or edit the rule that stands in the file.',
  },
  SUPPRESSION_ENDLESS: {
    meaning: 'A new suppression has no end, or one more than 90 days after its beginning.',
    action: 'Give it an `until` within 90 days, or send it with `force=true`.',
  },
  RULE_ID_TWICE: {
    meaning: 'Two documents carry the same rule id; neither is loaded.',
    action: 'Give each its own id.',
  },
  RULE_LOGSOURCE: {
    meaning: 'A Sigma rule is written for another log than CloudTrail, so it could only stay silent here.',
    action: 'Keep it elsewhere, or correct its logsource.',
  },
  RULE_IMPORT: {
    meaning: 'An alert definition of another product uses something that is not available here.',
    action: 'Rewrite that part as the message says, or write the rule in a rule file.',
  },
  RULE_MISSING_KEY: {
    meaning: 'A key that is needed is missing.',
    action: 'Add it.',
  },
  RULE_NOT_A_RULE: {
    meaning: 'A document in a rules folder has the shape of no rule language.',
    action: 'Keep other YAML and JSON files out of rules folders, or name the language.',
  },
  RULE_NO_LANGUAGE: {
    meaning: 'A document names no language, and its shape fits none or several.',
    action: 'Add `language:`.',
  },
  RULE_REFERENCE: {
    meaning:
      'A correlation or filter names a rule that is not loaded, that several have the name of, or that cannot be meant.',
    action: 'Correct the id or name; load the file of that rule together with this one.',
  },
  RULE_OPTION_KEY: {
    meaning: 'A rule sets options of another language, which would change nothing.',
    action: 'Take the key out, or name that language.',
  },
  RULE_SIBLING: {
    meaning: 'A rule names a file beside it that is not there.',
    action: 'Put the file into the folder of the rule, under exactly this name; a path to elsewhere is not followed.',
  },
  RULE_TRIGGER_KEY: {
    meaning: 'A key of trigger languages stands in a rule of a language that would not look at it.',
    action: 'Say it in the condition, or name a trigger language.',
  },
  RULE_UNKNOWN_KEY: {
    meaning: 'A key is not known here; it is refused, so that a typo cannot switch part of a rule off.',
    action: 'Correct the key; the fix names the nearest known one.',
  },
  RULE_UNKNOWN_LANGUAGE: {
    meaning: 'A language is named that does not exist, or not in this version.',
    action: 'Use one of those the message lists.',
  },
  SUPPRESSION_BAD_PERIOD: {
    meaning: 'A suppression ends before it begins.',
    action: 'Correct `from` or `until`; `until` is exclusive.',
  },
  SUPPRESSION_ID_TWICE: {
    meaning: 'Two documents carry the same suppression id; neither is loaded.',
    action: 'Give each its own id.',
  },
} as const satisfies Readonly<Record<string, ErrorDoc>>;
